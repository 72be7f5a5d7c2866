using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Dashboard;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Analytics;

/// <summary>How the risk assessment did from a day to another, both included, in the company's zone; without them, in the last 30 days.</summary>
[Requires(Permission.ViewRisk)]
public sealed record GetRiskAnalytics(DateOnly? From = null, DateOnly? To = null)
{
    public const int UsualDays = 30;
    public const int MostDays = 400;
}

public sealed class GetRiskAnalyticsValidator : AbstractValidator<GetRiskAnalytics>
{
    public GetRiskAnalyticsValidator()
    {
        RuleFor(x => x.To).GreaterThanOrEqualTo(x => x.From).When(x => x.From is not null && x.To is not null).WithMessage("The last day must not be before the first.");
        RuleFor(x => x.To).Must((x, to) => x.From is null || to is null || to.Value.DayNumber - x.From.Value.DayNumber < GetRiskAnalytics.MostDays)
            .WithMessage($"Choose at most {GetRiskAnalytics.MostDays} days.");
        // Leaves room for the period before.
        RuleFor(x => x.From).Must(x => x is null || x.Value.Year is >= 1990 and < 9000).WithMessage("Choose a day of our time.");
        RuleFor(x => x.To).Must(x => x is null || x.Value.Year is >= 1990 and < 9000).WithMessage("Choose a day of our time.");
    }
}

internal sealed class GetRiskAnalyticsHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, TimeProvider clock) : IHandler<GetRiskAnalytics, RiskAnalytics>
{
    public async Task<Result<RiskAnalytics>> HandleAsync(GetRiskAnalytics request, CancellationToken ct)
    {
        var document = (await configurations.GetAsync(db, caller.RequiredTenant, ct)).Document;
        var zoneName = await db.Tenants.Where(x => x.Id == caller.RequiredTenant).Select(x => x.TimeZone).SingleAsync(ct);
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(zoneName, out var known) ? known : TimeZoneInfo.Utc;
        var today = DayOf(clock.GetUtcNow(), zone);
        var last = request.To ?? request.From?.AddDays(GetRiskAnalytics.UsualDays - 1) ?? today;
        var first = request.From ?? last.AddDays(1 - GetRiskAnalytics.UsualDays);
        var before = first.AddDays(first.DayNumber - last.DayNumber - 1);
        var complete = DayOf(clock.GetUtcNow() - RiskLabel.HonestAfter, zone).AddDays(-1);

        var (origin, start, end) = (Begins(before, zone), Begins(first, zone), Begins(last.AddDays(1), zone));
        var counts = new RiskCounts(db, start, end);
        var days = new RiskDays(zone, origin);
        foreach (var (hour, figures) in await counts.ByHourAsync(origin, ct)) days.Add(hour, figures);
        var parts = await counts.PartsAsync(ct);
        return new RiskAnalytics
        {
            From = first, To = last, TimeZone = zone.Id, CompleteUntil = complete,
            Now = days.Of(first, last), Before = days.Of(before, first.AddDays(-1)), Complete = complete < first ? null : days.Of(first, complete < last ? complete : last),
            Work = await counts.WorkAsync(ct), Steps = days.Steps(first, last, complete), Losses = LossesOf(parts), ByCategory = CategoriesOf(parts, document),
            ByModel = await counts.ModelsAsync(ct), ByRule = RulesOf(await counts.RulesAsync(ct), document),
        };
    }

    private static List<RiskLoss> LossesOf(IEnumerable<RiskPart> parts) =>
        [.. from part in parts group part by part.Currency ?? "" into currency orderby currency.Sum(x => x.Amount) descending, currency.Key
            let loss = new RiskLoss(currency.Key, currency.Where(x => x.Prevented).Sum(x => x.Amount), currency.Where(x => x.Fraud && !x.Prevented).Sum(x => x.Amount),
                currency.Where(x => x is { Fraud: false, Stopped: true }).Sum(x => x.Amount))
            where loss.Prevented + loss.Lost + loss.HonestHeld > 0 select loss];

    private static List<RiskCategoryShare> CategoriesOf(List<RiskPart> parts, ConfigurationDocument document) =>
        [.. from part in parts group part by part.Category into category
            let figures = category.Aggregate(RiskFigures.None, (sum, x) => sum + x.Figures)
            where figures.Frauds + figures.FalseAlarms > 0
            orderby figures.Frauds descending, figures.FalseAlarms descending, category.Key
            select new RiskCategoryShare(category.Key, document.Categories.FirstOrDefault(x => x.Code == category.Key)?.Label, figures, LossesOf(category))];

    /// <summary>The rules by their codes, which the store keeps together with what an order fitted.</summary>
    private static List<RiskRuleShare> RulesOf(List<RiskRuleHits> hits, ConfigurationDocument document)
    {
        var frauds = hits.Where(x => x.Fraud).Sum(x => x.Count);
        return [.. from hit in hits from rule in hit.Rules let code = rule.TrimStart('?') group (hit.Fraud, hit.Count, Noted: rule.StartsWith('?')) by code into rule
                   let fraud = rule.Where(x => x.Fraud).Sum(x => x.Count)
                   orderby fraud descending, rule.Key
                   select new RiskRuleShare(rule.Key, document.RiskRules.FirstOrDefault(x => x.Code == rule.Key)?.Label, fraud, rule.Where(x => !x.Fraud).Sum(x => x.Count),
                       rule.Where(x => x.Noted).Sum(x => x.Count), RiskShares.Of(fraud, frauds))];
    }

    private static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).Date);

    private static DateTimeOffset Begins(DateOnly day, TimeZoneInfo zone) => BusinessDay.Midnight(day.ToDateTime(TimeOnly.MinValue), zone);
}
