using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;

namespace OrderGuard.Application.StatusSync;

/// <summary>Takes what a source has really sent lately, with what others reported of the same orders, under other numbers.</summary>
internal sealed class RehearsalRecorder(IOrderGuardDb db)
{
    private const int OrdersAtOnce = 500;

    /// <summary>The source's latest reports up to <paramref name="until"/>, at most so many, and all that is told of their orders.</summary>
    public async Task<IReadOnlyList<RehearsalEvent>> ReadAsync(RehearsalStage stage, int count, DateTimeOffset until, CancellationToken ct)
    {
        var source = stage.Source.Code;
        var latest = await db.OrderEvents.AsNoTracking().Where(x => x.Source == source && x.ReceivedAt <= until && !x.Historical)
            .OrderByDescending(x => x.ReceivedAt).ThenByDescending(x => x.Id).Take(count).Select(x => new { x.OrderNo, x.ReceivedAt }).ToListAsync(ct);
        if (latest.Count == 0) return [];
        var since = latest[^1].ReceivedAt;
        var numbers = latest.Select(x => x.OrderNo).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var names = numbers.Select((x, i) => (x, Name: string.Create(CultureInfo.InvariantCulture, $"REHEARSAL-{i + 1:D5}"))).ToDictionary(x => x.x, x => x.Name, StringComparer.Ordinal);
        var events = new List<RehearsalEvent>();
        foreach (var part in numbers.Chunk(OrdersAtOnce))
        {
            // What moved an order keeps no facts of its own: the order has them.
            var facts = await db.Orders.AsNoTracking().Where(x => EF.Parameter(part).Contains(x.OrderNo)).Select(x => new { x.OrderNo, x.Facts }).ToDictionaryAsync(x => x.OrderNo, x => x.Facts, StringComparer.Ordinal, ct);
            var kept = await db.OrderEvents.AsNoTracking().Where(x => EF.Parameter(part).Contains(x.OrderNo) && x.ReceivedAt <= until).OrderBy(x => x.ReceivedAt).ThenBy(x => x.Id)
                .Select(x => new { x.OrderNo, x.Source, x.Word, x.Payload, x.StatedAt, x.OccurredAt, x.ReceivedAt, x.Historical, x.Facts }).ToListAsync(ct);
            var before = events.Count;
            events.AddRange(kept.Select((x, i) =>
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"rehearsal-{before + i + 1}");
                // What came before the stretch that is rehearsed brings the orders to where they were.
                var own = x.Source == source && !x.Historical && x.ReceivedAt >= since;
                var by = x.Source == source || stage.Configuration.Source(x.Source) is not null ? x.Source : RehearsalStage.Others;
                return new RehearsalEvent(own, by, new IncomingEvent(id, names[x.OrderNo], x.Word, x.StatedAt, x.Facts ?? facts.GetValueOrDefault(x.OrderNo)) { Payload = x.Payload },
                    x.OccurredAt, x.ReceivedAt, null)
                { Historical = x.Historical, Recorded = x.OrderNo };
            }));
        }
        return events;
    }

    /// <summary>Payloads that the source has sent lately, by the word that the draft finds in them.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SamplesAsync(RehearsalStage stage, CancellationToken ct)
    {
        const int Most = 500;
        if (stage.Source.Extract is null) return new Dictionary<string, string>();
        var source = stage.Source.Code;
        var payloads = await db.OrderEvents.AsNoTracking().Where(x => x.Source == source && x.Payload != null).OrderByDescending(x => x.ReceivedAt).Take(Most).Select(x => x.Payload!).ToListAsync(ct);
        return payloads.GroupBy(x => stage.Configuration.Understand(source, "", x, null).Word, StringComparer.Ordinal).ToDictionary(x => x.Key, x => x.First(), StringComparer.Ordinal);
    }
}
