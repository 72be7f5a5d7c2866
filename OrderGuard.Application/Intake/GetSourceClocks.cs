using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>How the clocks of the tenant's sources go.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record GetSourceClocks;

public sealed record SourceClocksAnswer(IReadOnlyList<SourceClockView> Clocks);

/// <summary>One source's clock; a positive skew is ahead.</summary>
public sealed record SourceClockView(
    string Source, ClockCondition Condition, TimeSpan Skew, TimeSpan UsualDelay, DateTimeOffset? Since, DateTimeOffset? LastEventAt, long Events, long FromFuture, IReadOnlyList<ClockPoint> Points);

internal sealed class GetSourceClocksHandler(IOrderGuardDb db) : IHandler<GetSourceClocks, SourceClocksAnswer>
{
    public async Task<Result<SourceClocksAnswer>> HandleAsync(GetSourceClocks request, CancellationToken ct)
    {
        var rows = await db.SourceClocks.AsNoTracking().OrderBy(x => x.Source).ToListAsync(ct);
        return new SourceClocksAnswer([.. rows.Select(x => new SourceClockView(x.Source, x.Measure.Condition, x.Measure.Skew, x.Measure.UsualDelay, x.Measure.Since,
            x.Measure.LastEventAt, x.Measure.Events, x.Measure.FromFuture, x.Measure.Points))]);
    }
}
