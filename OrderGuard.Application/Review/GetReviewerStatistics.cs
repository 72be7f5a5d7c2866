using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Review;

/// <summary>How reviewing went in the last 30 days, for the team and for each of its people: to see where help is needed, not whom to blame.</summary>
[Requires(Permission.DecideReviews)]
public sealed record GetReviewerStatistics
{
    public const int Days = 30;
}

/// <param name="Minutes">The median time from claiming to deciding.</param>
/// <param name="Agreed">Of <paramref name="Seconds"/> cases that two looked at, those where both said the same.</param>
/// <param name="Overturned">Verdicts that turned out wrong.</param>
public sealed record ReviewerRow(string Name, int Decided, int Fraud, double? Minutes, int Seconds, int Agreed, int Overturned);

/// <param name="InTime">Share of the cases that were decided by their target time; null: none was decided.</param>
public sealed record ReviewerStatistics(IReadOnlyList<ReviewerRow> People, int Decided, double? Minutes, double? InTime, int Overturned);

internal sealed class GetReviewerStatisticsHandler(IOrderGuardDb db, TimeProvider clock) : IHandler<GetReviewerStatistics, ReviewerStatistics>
{
    private const int MostCases = 20_000;

    public async Task<Result<ReviewerStatistics>> HandleAsync(GetReviewerStatistics request, CancellationToken ct)
    {
        var from = clock.GetUtcNow().AddDays(-GetReviewerStatistics.Days);
        var cases = await db.ReviewCases.AsNoTracking().Where(x => x.DecidedAt >= from).OrderByDescending(x => x.DecidedAt).Take(MostCases).ToListAsync(ct);
        var people = cases.GroupBy(x => x.DecidedByName ?? "").OrderBy(x => x.Key, StringComparer.CurrentCulture).Select(x => Row(x.Key, [.. x])).ToList();
        return new ReviewerStatistics(
            people, cases.Count, Median(cases), cases.Count == 0 ? null : (double)cases.Count(x => x.DecidedAt <= x.DueAt) / cases.Count, cases.Count(x => x.OverturnedAt is not null));
    }

    private static ReviewerRow Row(string name, List<ReviewCase> cases)
    {
        var two = cases.Where(x => x.FirstVerdict is not null).ToList();
        return new ReviewerRow(name, cases.Count, cases.Count(x => x.Verdict is Verdict.Fraud), Median(cases), two.Count, two.Count(x => x.FirstVerdict == x.Verdict), cases.Count(x => x.OverturnedAt is not null));
    }

    private static double? Median(List<ReviewCase> cases)
    {
        var minutes = cases.Where(x => x.ClaimedAt is not null && x.DecidedAt >= x.ClaimedAt).Select(x => (x.DecidedAt!.Value - x.ClaimedAt!.Value).TotalMinutes).Order().ToList();
        return minutes.Count == 0 ? null : minutes[minutes.Count / 2];
    }
}
