using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Dashboard;

/// <summary>How much waits for the caller: of each kind as far as it may see it.</summary>
[SignedIn]
public sealed record GetWaitingCounts;

/// <param name="OpenAlerts">Alerts that nobody has taken.</param>
/// <param name="RunningImports">Imports that have not ended.</param>
/// <param name="Events">Events that a person must look at.</param>
/// <param name="Pushes">Status pushes that a person must look at.</param>
/// <param name="Reviews">Held orders that a reviewer must decide on.</param>
public sealed record WaitingCounts(int OpenAlerts, int RunningImports, int Events, int Pushes = 0, int Reviews = 0);

internal sealed class GetWaitingCountsHandler(IOrderGuardDb db, Caller caller) : IHandler<GetWaitingCounts, WaitingCounts>
{
    public async Task<Result<WaitingCounts>> HandleAsync(GetWaitingCounts request, CancellationToken ct)
    {
        if (caller.TenantId is null) return new WaitingCounts(0, 0, 0);
        var alerts = caller.May(Permission.ViewAlerts) ? await db.Alerts.CountAsync(x => x.State == AlertState.Open, ct) : 0;
        var imports = caller.May(Permission.ImportOrders) ? await db.ImportJobs.CountAsync(x => x.State == ImportState.Queued || x.State == ImportState.Running, ct) : 0;
        var events = caller.May(Permission.ViewOrders)
            ? await db.OrderEvents.CountAsync(x => x.IsWaiting && !x.Historical, ct) : 0;
        var pushes = caller.May(Permission.ViewOrders) ? await db.StatusPushes.CountAsync(x => x.State == PushState.Review, ct) : 0;
        var reviews = caller.May(Permission.DecideReviews) ? await db.ReviewCases.CountAsync(x => x.State != Domain.Review.ReviewState.Decided, ct) : 0;
        return new WaitingCounts(alerts, imports, events, pushes, reviews);
    }
}
