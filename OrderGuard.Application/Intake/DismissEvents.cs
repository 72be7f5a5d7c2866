using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>Puts events that wait for a person aside: one illegal event, or all of a source's unmapped word.</summary>
[Requires(Permission.ActOnOrders)]
public sealed record DismissEvents(Guid? Illegal, string? Source, string? Word);

/// <summary>How many were put aside; <paramref name="At"/> brings them back.</summary>
public sealed record DismissedEvents(int Count, DateTimeOffset At);

/// <summary>Brings back what was put aside at that moment.</summary>
[Requires(Permission.ActOnOrders)]
public sealed record RestoreEvents(DateTimeOffset At);

internal sealed class DismissEventsHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, TimeProvider clock)
    : IHandler<DismissEvents, DismissedEvents>, IHandler<RestoreEvents, Done>
{
    public async Task<Result<DismissedEvents>> HandleAsync(DismissEvents request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var by = caller.Actor.Name.Cut(Order.ShortTextMaxLength);
        var waiting = db.OrderEvents.Where(x => x.IsWaiting);
        waiting = request.Illegal is { } id
            ? waiting.Where(x => x.Id == id && x.Outcome == EventOutcome.Illegal)
            : waiting.Where(x => x.Outcome == EventOutcome.Unmapped && x.Source == request.Source && x.Word == request.Word);
        return await db.InTransactionAsync<Result<DismissedEvents>>(async token =>
        {
            var revision = Guid.CreateVersion7();
            var count = await waiting.ExecuteUpdateAsync(x => x.SetProperty(e => e.IsWaiting, false).SetProperty(e => e.DismissedAt, now).SetProperty(e => e.DismissedBy, by).SetProperty(e => e.Revision, revision), token);
            if (count == 0) return Refusal.NotFound("event");
            audit.Record("events.dismissed", "event", request.Illegal?.ToString() ?? $"{request.Source}: {request.Word}", null, new { count });
            await db.SaveChangesAsync(token);
            return new DismissedEvents(count, now);
        }, ct);
    }

    public async Task<Result<Done>> HandleAsync(RestoreEvents request, CancellationToken ct) =>
        await db.InTransactionAsync<Result<Done>>(async token =>
        {
            var revision = Guid.CreateVersion7();
            var count = await db.OrderEvents.Where(x => x.DismissedAt == request.At)
                .ExecuteUpdateAsync(x => x.SetProperty(e => e.IsWaiting, e => e.Outcome == EventOutcome.Illegal || e.Outcome == EventOutcome.Unmapped).SetProperty(e => e.DismissedAt, (DateTimeOffset?)null).SetProperty(e => e.DismissedBy, (string?)null).SetProperty(e => e.Revision, revision), token);
            if (count == 0) return Refusal.NotFound("event");
            audit.Record("events.restored", "event", count.ToString(System.Globalization.CultureInfo.InvariantCulture), null, new { count });
            await db.SaveChangesAsync(token);
            return new Done();
        }, ct);
}
