using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>The events that wait for a person: words without a mapping, and moves that the transitions forbid.</summary>
[Requires(Permission.ViewOrders)]
public sealed record GetWaitingEvents
{
    public const int MostShown = 200;
}

/// <summary>A source's word that nobody has mapped, and how often it came.</summary>
public sealed record UnmappedWord(string Source, string Word, int Count, DateTimeOffset Since);

/// <summary>A report that the transitions forbade.</summary>
public sealed record IllegalEvent(Guid Id, string OrderNo, string Source, string Word, int? Status, string? Detail, DateTimeOffset OccurredAt);

public sealed record WaitingEvents(IReadOnlyList<UnmappedWord> Unmapped, IReadOnlyList<IllegalEvent> Illegal, int IllegalInAll);

internal sealed class GetWaitingEventsHandler(IOrderGuardDb db) : IHandler<GetWaitingEvents, WaitingEvents>
{
    public async Task<Result<WaitingEvents>> HandleAsync(GetWaitingEvents request, CancellationToken ct)
    {
        var waiting = db.OrderEvents.AsNoTracking().Where(x => x.IsWaiting);
        var unmapped = await waiting.Where(x => x.Outcome == EventOutcome.Unmapped).GroupBy(x => new { x.Source, x.Word })
            .Select(x => new { x.Key.Source, x.Key.Word, Count = x.Count(), Since = x.Min(e => e.ReceivedAt) }).OrderByDescending(x => x.Count).Take(GetWaitingEvents.MostShown).ToListAsync(ct);
        var illegal = waiting.Where(x => x.Outcome == EventOutcome.Illegal);
        return new WaitingEvents(
            [.. unmapped.Select(x => new UnmappedWord(x.Source, x.Word, x.Count, x.Since))],
            await illegal.OrderByDescending(x => x.ReceivedAt).Take(GetWaitingEvents.MostShown)
                .Select(x => new IllegalEvent(x.Id, x.OrderNo, x.Source, x.Word, x.Status, x.Detail, x.OccurredAt)).ToListAsync(ct),
            await illegal.CountAsync(ct));
    }
}
