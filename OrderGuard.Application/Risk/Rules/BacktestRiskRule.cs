using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk.Rules;
using OrderGuard.Domain.Risk.Samples;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Rules;

/// <summary>Tries a rule, published or not, on the orders of the past. Nothing is changed.</summary>
/// <param name="From">The company's own orders placed from here on; null: <paramref name="Days"/> before <paramref name="To"/>.</param>
/// <param name="SampleSet">The version of a sample set to try it on instead.</param>
/// <param name="OrderNo">An order to explain: why the rule fits it, or does not.</param>
/// <param name="Progress">Told the share that is done.</param>
[Requires(Permission.ViewRisk)]
public sealed record BacktestRiskRule(RiskRule Rule, DateTimeOffset? From = null, DateTimeOffset? To = null, Guid? SampleSet = null, string? OrderNo = null, int Days = 30, IProgress<double>? Progress = null)
{
    public static readonly TimeSpan Longest = TimeSpan.FromDays(400);
}

/// <summary>An order of the past as a rule sees it: each condition with whether it holds and the order's value.</summary>
/// <param name="Fraud">null: nobody has said.</param>
public sealed record RuleExample(string OrderNo, DateTimeOffset PlacedAt, decimal? Amount, string? Currency, bool? Fraud, bool Fits, IReadOnlyList<ConditionAnswer> Answers);

/// <summary>What a rule would have done.</summary>
/// <param name="Missed">Dishonest orders that it does not fit, latest first.</param>
/// <param name="Asked">The order that was asked for; null: none was, or it is not among these.</param>
public sealed record RuleBacktest(DateTimeOffset? From, DateTimeOffset? To, int Labelled, RuleFigures Figures, IReadOnlyList<RuleExample> Found, IReadOnlyList<RuleExample> Missed, RuleExample? Asked, bool Cut);

public sealed class BacktestRiskRuleValidator : AbstractValidator<BacktestRiskRule>
{
    public BacktestRiskRuleValidator()
    {
        RuleFor(x => x.To).GreaterThan(x => x.From).When(x => x.From is not null && x.To is not null).WithMessage("The end must come after the beginning.");
        RuleFor(x => x.To).Must((x, to) => x.From is null || to is null || to - x.From <= BacktestRiskRule.Longest).WithMessage($"Choose at most {BacktestRiskRule.Longest.TotalDays:0} days.");
        RuleFor(x => x.Days).InclusiveBetween(1, (int)BacktestRiskRule.Longest.TotalDays).WithMessage($"Choose at most {BacktestRiskRule.Longest.TotalDays:0} days.");
        RuleFor(x => x.Rule).Must(x => x.When.Every.Any()).WithMessage("Name at least one condition.");
    }
}

internal sealed class BacktestRiskRuleHandler(IOrderGuardDb db, Caller caller, RuleHistory history, ConfigurationSnapshots configurations, TimeProvider clock) : IHandler<BacktestRiskRule, RuleBacktest>
{
    public async Task<Result<RuleBacktest>> HandleAsync(BacktestRiskRule request, CancellationToken ct)
    {
        var document = (await configurations.GetAsync(db, caller.RequiredTenant, ct)).Document;
        // A draft may lack what it does; only its conditions are tried.
        var problems = ConfigurationRules.CheckRiskRule(request.Rule with { Stage = RiskRuleStage.Draft }, "/rule", document).ToList();
        if (problems.Count > 0) return Refusal.Invalid("invalid", "Some fields need mending.", [.. problems.Select(x => x.ToProblem())]);

        var tally = new RuleTally(new CompiledRule(request.Rule), request.OrderNo?.Trim());
        if (request.SampleSet is { } set)
        {
            if (await history.SamplesAsync(set, request.Progress, ct) is not { } samples) return SampleRefusals.NotFound;
            foreach (var order in samples) tally.Add(order);
            return tally.Sum(samples.Count == 0 ? null : samples[0].Subject.PlacedAt, samples.Count == 0 ? null : samples[^1].Subject.PlacedAt);
        }

        var to = request.To ?? clock.GetUtcNow();
        var from = request.From ?? to.AddDays(-request.Days);
        await foreach (var order in history.OrdersAsync(from, to, request.Progress, ct))
            if (!tally.Add(order)) break;
        return tally.Sum(from, to);
    }
}
