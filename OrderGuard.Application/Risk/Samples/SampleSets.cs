using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk.Samples;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Samples;

/// <summary>One version of a sample set as it is shown.</summary>
public sealed record SampleSetView(
    Guid Id, string Name, int Version, string FileName, string CreatedBy, DateTimeOffset CreatedAt, int Rows, int Frauds, DateTimeOffset From, DateTimeOffset To, SampleReport Report)
{
    internal static SampleSetView Of(RiskSampleSet x) => new(x.Id.Value, x.Name, x.Version, x.FileName, x.CreatedBy, x.CreatedAt, x.Rows, x.Frauds, x.From, x.To, x.Report);
}

/// <summary>The versions of all sample sets, newest first.</summary>
[Requires(Permission.ViewRisk)]
public sealed record ListSampleSets;

/// <param name="Outdated">No version of any set is younger than a month.</param>
public sealed record SampleSets(IReadOnlyList<SampleSetView> Items, bool Outdated);

internal sealed class ListSampleSetsHandler(IOrderGuardDb db, TimeProvider clock) : IHandler<ListSampleSets, SampleSets>
{
    private const int Most = 500;

    public async Task<Result<SampleSets>> HandleAsync(ListSampleSets request, CancellationToken ct)
    {
        var found = await db.RiskSampleSets.AsNoTracking().OrderByDescending(x => x.CreatedAt).Take(Most)
            .Select(x => new SampleSetView(x.Id.Value, x.Name, x.Version, x.FileName, x.CreatedBy, x.CreatedAt, x.Rows, x.Frauds, x.From, x.To, x.Report)).ToListAsync(ct);
        return new SampleSets(found, found.Count > 0 && clock.GetUtcNow() - found[0].CreatedAt > RiskSampleSet.FreshFor);
    }
}
