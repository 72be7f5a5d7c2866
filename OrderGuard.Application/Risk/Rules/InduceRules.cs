using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Risk.Learning;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Rules;
using OrderGuard.Domain.Risk.Samples;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Rules;

/// <summary>Looks for candidate rules in labelled orders; nothing is changed until a person accepts one.</summary>
/// <param name="SampleSet">The version of a sample set; null: the company's own orders of the last 400 days whose honesty is known.</param>
/// <param name="EarlierShare">The share of the orders, the earliest, that rules are found on; the rest judges them.</param>
/// <param name="LeastPrecision">The precision that a rule must have had at least on the earlier orders, with 95 % confidence.</param>
[Requires(Permission.EditRisk)]
public sealed record InduceRules(Guid? SampleSet = null, double EarlierShare = 0.7, double LeastPrecision = 0.5, IProgress<double>? Progress = null);

/// <summary>A candidate with its conditions in words.</summary>
public sealed record CandidateRule(RiskGroup When, LocalizedText Words, RuleFigures Earlier, RuleFigures Later, double RecallAdded)
{
    public double? EarlierPrecision => Earlier.Precision;
    public double? LaterPrecision => Later.Precision;

    /// <summary>The precision on the later orders that it has at least, with 95 % confidence.</summary>
    public double? LaterPrecisionAtLeast => Later.PrecisionAtLeast;
    public double? LaterRecall => Later.Recall;
}

/// <summary>What a search came to: the candidates, the best one on the later orders first.</summary>
public sealed record InducedRules(DateTimeOffset SplitAt, int EarlierOrders, int EarlierFrauds, int LaterOrders, int LaterFrauds, int Tried, IReadOnlyList<CandidateRule> Candidates);

public sealed class InduceRulesValidator : AbstractValidator<InduceRules>
{
    public InduceRulesValidator()
    {
        RuleFor(x => x.EarlierShare).InclusiveBetween(0.2, 0.9).WithMessage("Choose a share from 0.2 to 0.9.");
        RuleFor(x => x.LeastPrecision).InclusiveBetween(0.05, 0.99).WithMessage("Choose a precision from 0.05 to 0.99.");
    }
}

internal sealed class InduceRulesHandler(IOrderGuardDb db, Caller caller, RuleHistory history, ConfigurationSnapshots configurations, TimeProvider clock) : IHandler<InduceRules, InducedRules>
{
    public const int LeastOfAKind = 20;

    public async Task<Result<InducedRules>> HandleAsync(InduceRules request, CancellationToken ct)
    {
        var share = request.Progress is null ? null : new PartOf(request.Progress, 0, 0.5);
        if (await history.LearningAsync(request.SampleSet, clock.GetUtcNow(), share, ct) is not { } orders) return SampleRefusals.NotFound;
        if (orders.Count(x => x.Fraud is true) < LeastOfAKind || orders.Count(x => x.Fraud is false) < LeastOfAKind) return RiskRuleRefusals.TooFewLabels(LeastOfAKind);

        var existing = (await configurations.GetAsync(db, caller.RequiredTenant, ct)).RiskRules;
        var options = new InductionOptions { EarlierShare = request.EarlierShare, LeastPrecision = request.LeastPrecision };
        var found = await Task.Run(() => RuleInduction.Find(orders, x => Decides(existing, x), options, request.Progress is null ? null : new PartOf(request.Progress, 0.5, 1), ct), ct);
        return new InducedRules(found.SplitAt, found.EarlierOrders, found.EarlierFrauds, found.LaterOrders, found.LaterFrauds, found.Tried,
            [.. found.Rules.Select(x => new CandidateRule(x.When, RiskRuleWords.Of(x.When), x.Earlier, x.Later, x.RecallAdded))]);
    }

    private static bool Decides(IRiskRules rules, RiskSubject order)
    {
        foreach (var hit in rules.Judge(order)) if (!hit.Shadow) return true;
        return false;
    }
}
