using System.Globalization;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk.Rules;
using OrderGuard.Application.Risk.Samples;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Common;
using OrderGuard.Web.Configuration;

namespace OrderGuard.Web.Risk.Rules;

/// <summary>The company's rules about dishonest orders: built, tried on history, and moved from stage to stage.</summary>
public partial class RiskRulesPage(
    DraftEditing editing, IUseCase<BacktestRiskRule, RuleBacktest> backtest, IUseCase<ListSampleSets, SampleSets> listSets, IUseCase<GetRuleRecords, RuleRecords> getRecords, IToasts toasts, IStringLocalizer<RiskRuleText> texts) : ConfigurationPage(editing)
{
    private IReadOnlyList<SampleSetView> _sets = [];
    private Dictionary<string, RuleRecord> _records = [];
    private int? _open, _tried;
    private RuleBacktest? _backtest;
    private double? _share;
    private CancellationTokenSource? _running;

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        _sets = (await listSets.RunAsync(new ListSampleSets())).Value?.Items ?? [];
        _records = ((await getRecords.RunAsync(new GetRuleRecords())).Value?.Rules ?? []).ToDictionary(x => x.Rule, StringComparer.Ordinal);
    }

    private void Toggle(int index) => _open = _open == index ? null : index;

    private async Task AddAsync()
    {
        var rules = Editing.Draft!.Document.RiskRules;
        var rule = new RiskRule
        {
            Code = rules.Select(x => x.Code).FreeCode("rule"), Add = 0.2,
            When = new RiskGroup { Conditions = [new RiskCondition { Field = "amount", Is = RiskOperator.Above, Number = 1_000 }] },
        };
        if (await Editing.EditAsync(x => x with { RiskRules = [.. x.RiskRules, rule] })) _open = rules.Count;
    }

    private Task RemoveAsync(int index)
    {
        var rule = Editing.Draft!.Document.RiskRules[index];
        _open = null;
        return Editing.EditWithUndoAsync(x => x with { RiskRules = x.RiskRules.Without(index) }, texts["Removed", rule.Label?.Say() ?? rule.Code]);
    }

    private async Task RunAsync(int index, BacktestRiskRule request)
    {
        using var running = new CancellationTokenSource();
        (_running, _tried, _backtest, _share) = (running, index, null, 0);
        try
        {
            var answer = await backtest.RunAsync(request with { Progress = new Progress<double>(x => _ = InvokeAsync(() => Show(x))) }, running.Token);
            if (answer.Refusal is { } refusal) toasts.Error(refusal.Problems is [var first, ..] ? first.Message : texts.ForRefusal(refusal));
            _backtest = answer.Value;
        }
        catch (OperationCanceledException)
        {
            // The person ended it.
        }
        finally
        {
            (_running, _share) = (null, null);
        }
    }

    private void Cancel() => _running?.Cancel();

    private void Show(double share)
    {
        if (_share is not null) _share = share;
        StateHasChanged();
    }

    private string DecisionOf(RiskRule rule)
    {
        var parts = new List<string>();
        if (rule.Add != 0) parts.Add(texts["Does.Add", rule.Add.ToString("+0.##;−0.##", CultureInfo.CurrentCulture)]);
        if (rule.Tier is { } tier) parts.Add(texts["Does.Tier", texts[$"Tier.{tier}"]]);
        if (rule.Hold) parts.Add(texts["Does.Hold"]);
        if (rule.Tag is { } tag) parts.Add(texts["Does.Tag", tag]);
        return parts.Count == 0 ? texts["Does.Nothing"] : string.Join(texts["Comma"], parts);
    }
}
