using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>Holds back what waits for a target, or lets it go on; nothing is lost meanwhile.</summary>
[Requires(Permission.ActOnOrders)]
public sealed record PauseTarget(string Code, bool Paused);

internal sealed class PauseTargetHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, PushDesk desk, AuditTrail audit, ILiveFeed feed, TimeProvider clock) : IHandler<PauseTarget, Done>
{
    public async Task<Result<Done>> HandleAsync(PauseTarget request, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        if (configuration.Document.Targets.All(x => x.Code != request.Code)) return Refusal.NotFound("target");
        try
        {
            var now = clock.GetUtcNow();
            var gate = await desk.GateAsync(request.Code, now, ct);
            if (request.Paused) gate.Pause(caller.Actor.Name, now);
            else gate.Resume(now);
            if (!request.Paused) db.WorkItems.Add(PushWork.Wake(caller.RequiredTenant, request.Code, now));
            audit.Record(request.Paused ? "target.paused" : "target.resumed", "target", request.Code);
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Changed;
        }
        feed.Publish(new PushesLiveChange(caller.RequiredTenant, request.Code));
        return new Done();
    }
}
