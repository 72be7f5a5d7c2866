using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>How the company stands with the message broker: the connection, its queues, what is still to be published, what came back.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record GetBroker;

/// <param name="Newest">The number of the newest event told.</param>
/// <param name="Published">The number up to which the broker has confirmed; null where nothing was ever published.</param>
/// <param name="OldestWaiting">When the oldest event that waits was told.</param>
/// <param name="Returned">Kinds of events that the broker gave back because no queue takes them, and how many.</param>
public sealed record BrokerView(
    BrokerState State, IReadOnlyList<BrokerQueue> Queues, long Newest, long? Published, DateTimeOffset? PublishedAt, DateTimeOffset? OldestWaiting, IReadOnlyList<ReturnedEvents> Returned, int DeadLetters)
{
    public long Waiting => Published is { } published ? Newest - published : Newest;
}

/// <summary>Events of a kind that nobody takes.</summary>
public sealed record ReturnedEvents(string Type, int Count, DateTimeOffset Last);

internal sealed class GetBrokerHandler(IOrderGuardDb db, Caller caller, IBroker broker) : IHandler<GetBroker, BrokerView>
{
    public async Task<Result<BrokerView>> HandleAsync(GetBroker request, CancellationToken ct)
    {
        var newest = await db.Ledgers.AsNoTracking().Select(x => x.OutboxSequence).SingleOrDefaultAsync(ct);
        var position = await db.OutboxPositions.AsNoTracking().SingleOrDefaultAsync(ct);
        var published = position?.Published ?? 0;
        var oldest = await db.OutboxEvents.AsNoTracking().Where(x => x.Sequence > published).OrderBy(x => x.Sequence).Select(x => (DateTimeOffset?)x.RecordedAt).FirstOrDefaultAsync(ct);
        var returned = await db.OutboxEvents.Where(x => x.ReturnedAt != null).GroupBy(x => x.Type).Select(x => new { Type = x.Key, Count = x.Count(), Last = x.Max(e => e.ReturnedAt) }).ToListAsync(ct);
        return new BrokerView(
            broker.State, await broker.QueuesAsync(caller.RequiredTenant, ct), newest, position?.Published, position?.PublishedAt, broker.State.Configured ? oldest : null,
            [.. returned.OrderBy(x => x.Type, StringComparer.Ordinal).Select(x => new ReturnedEvents(x.Type, x.Count, x.Last!.Value))],
            await db.DeadLetters.CountAsync(x => x.State == DeadLetterState.Waiting, ct));
    }
}
