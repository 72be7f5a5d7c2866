using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>Publishes the events of a kind again that came back because no queue took them.</summary>
[Requires(Permission.EditConfiguration)]
public sealed record RepublishReturned(string Type);

public sealed record RepublishedEvents(int Published, int ReturnedAgain);

internal sealed class RepublishReturnedHandler(IOrderGuardDb db, Caller caller, IBroker broker, AuditTrail audit) : IHandler<RepublishReturned, RepublishedEvents>
{
    private const int AtOnce = 500;

    public async Task<Result<RepublishedEvents>> HandleAsync(RepublishReturned request, CancellationToken ct)
    {
        int published = 0, again = 0;
        for (var after = 0L; ;)
        {
            var events = await db.OutboxEvents.AsNoTracking().Where(x => x.ReturnedAt != null && x.Type == request.Type && x.Sequence > after).OrderBy(x => x.Sequence).Take(AtOnce).ToListAsync(ct);
            if (events.Count == 0) break;
            if (await broker.PublishAsync(caller.RequiredTenant, events, ct) is not { } returned) return DeadLetterRefusals.BrokerAway;
            var taken = events.Select(x => x.Sequence).Except(returned).ToArray();
            foreach (var some in taken.Chunk(AtOnce))
                await db.OutboxEvents.Where(x => some.Contains(x.Sequence)).ExecuteUpdateAsync(x => x.SetProperty(e => e.ReturnedAt, (DateTimeOffset?)null).SetProperty(e => e.ReturnReason, (string?)null), ct);
            (published, again, after) = (published + taken.Length, again + returned.Count, events[^1].Sequence);
        }
        audit.Record("events.republished", "event", request.Type, null, new { published, again });
        await db.SaveChangesAsync(ct);
        return new RepublishedEvents(published, again);
    }
}
