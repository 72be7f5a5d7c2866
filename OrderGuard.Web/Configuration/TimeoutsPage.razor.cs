using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Configuration;

/// <summary>Monitoring points × categories, with the durations edited in place.</summary>
public partial class TimeoutsPage(DraftEditing editing, IUseCase<GetTimeoutActivity, TimeoutActivity> activity, ViewerClock clock, IStringLocalizer<ConfigurationText> texts) : ConfigurationPage(editing)
{
    private IReadOnlyDictionary<string, int> _fired = new Dictionary<string, int>();
    private string? _open;

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        if ((await activity.RunAsync(new GetTimeoutActivity())).Value is { } answer) _fired = answer.ByRule;
    }

    private void Toggle(string code) => _open = _open == code ? null : code;

    private async Task EditAsync(Func<ConfigurationDocument, ConfigurationDocument> edit)
    {
        var index = Editing.Draft!.Document.Timeouts.ToList().FindIndex(x => x.Code == _open);
        await Editing.EditAsync(edit);
        // The open rule stays open when its code is what was edited.
        if (index >= 0 && Editing.Draft.Document.Timeouts is { } rules && index < rules.Count && rules.All(x => x.Code != _open)) _open = rules[index].Code;
    }

    private async Task AddRuleAsync()
    {
        var code = Editing.Draft!.Document.Timeouts.Select(x => x.Code).FreeCode("rule");
        var rule = new TimeoutRule { Code = code, From = StandardStatuses.WaitingPayment, Until = StandardStatuses.Paid, Within = TimeSpan.FromHours(1) };
        if (await Editing.EditAsync(x => x with { Timeouts = [.. x.Timeouts, rule] })) _open = code;
    }

    private Task RemoveRuleAsync(int index)
    {
        var rule = Editing.Draft!.Document.Timeouts[index];
        return Editing.EditWithUndoAsync(x => x with { Timeouts = x.Timeouts.Without(index) }, texts["RemovedNamed", rule.Label?.Say() ?? rule.Code]);
    }

    private Task RemoveCategoryAsync(string code) => Editing.EditWithUndoAsync(x => x.WithoutCategory(code), texts["RemovedNamed", code]);
}
