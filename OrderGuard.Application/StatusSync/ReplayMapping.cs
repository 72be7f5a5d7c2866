using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>What the draft would have made of the last week's events of a source, against what came of them.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record ReplayMapping(string Source);

/// <param name="Complete">False where the week has more orders than are looked at.</param>
public sealed record MappingEffect(int Events, int Orders, bool Complete, IReadOnlyList<OutcomeEffect> Outcomes, IReadOnlyList<WordEffect> Words, IReadOnlyList<ForbiddenMove> Forbidden);

/// <summary>How many events had this outcome, and how many would have it.</summary>
public sealed record OutcomeEffect(EventOutcome Outcome, int Before, int After);

/// <summary>A word that would come to mean something else.</summary>
public sealed record WordEffect(string Word, int? Before, int? After, int Events);

/// <summary>Moves that the transitions would forbid.</summary>
public sealed record ForbiddenMove(int From, int To, int Events);

internal sealed class ReplayMappingHandler(IOrderGuardDb db, TimeProvider clock) : IHandler<ReplayMapping, MappingEffect>
{
    private const int MostOrders = 20_000;
    private const int OrdersOfAPage = 500;
    private static readonly TimeSpan Window = TimeSpan.FromDays(7);

    public async Task<Result<MappingEffect>> HandleAsync(ReplayMapping request, CancellationToken ct)
    {
        var draft = await DraftState.ReadAsync(db, ct);
        var configuration = MappingReplay.Compiled(draft);
        var since = clock.GetUtcNow() - Window;
        var tally = new Tally();
        for (var (after, orders) = ("", OrdersOfAPage); orders == OrdersOfAPage && tally.Orders < MostOrders;)
        {
            var previous = after;
            var numbers = await db.OrderEvents.Where(x => x.Source == request.Source && x.ReceivedAt >= since && x.OrderNo.CompareTo(previous) > 0)
                .Select(x => x.OrderNo).Distinct().OrderBy(x => x).Take(OrdersOfAPage).ToArrayAsync(ct);
            orders = numbers.Length;
            if (orders == 0) break;
            after = numbers[^1];
            tally.Orders += orders;
            var events = await db.OrderEvents.AsNoTracking().Where(x => EF.Parameter(numbers).Contains(x.OrderNo)).OrderBy(x => x.ReceivedAt).ThenBy(x => x.Id)
                .Select(x => new Past(x.OrderNo, x.Source, x.Word, x.Payload, x.Facts, x.Status, x.MovedFrom, x.Outcome, x.ReceivedAt)).ToListAsync(ct);
            foreach (var order in events.GroupBy(x => x.OrderNo, StringComparer.Ordinal)) Replay(order, request.Source, since, configuration, tally);
        }
        return tally.ToEffect(tally.Orders < MostOrders);
    }

    private static void Replay(IEnumerable<Past> order, string source, DateTimeOffset since, TenantConfiguration configuration, Tally tally)
    {
        int? now = null;
        foreach (var past in order)
        {
            if (past.Source != source || past.ReceivedAt < since)
            {
                // What others did stands as it was.
                if (past.Outcome is EventOutcome.Applied && past.Status is { } entered) now = entered;
                continue;
            }
            var status = configuration.Understand(source, past.Word, past.Payload, past.Facts).Status;
            // Late is late, whatever the word means.
            if (past.Outcome is EventOutcome.Stale)
            {
                tally.Count(past, EventOutcome.Stale, status);
                continue;
            }
            var (outcome, next) = MappingReplay.Judge(configuration, source, now, status);
            if (outcome is EventOutcome.Illegal) tally.Forbid(now!.Value, status!.Value);
            tally.Count(past, outcome, status);
            now = next;
        }
    }

    private sealed record Past(string OrderNo, string Source, string Word, string? Payload, OrderFacts? Facts, int? Status, int? MovedFrom, EventOutcome Outcome, DateTimeOffset ReceivedAt);

    private sealed class Tally
    {
        private readonly Dictionary<EventOutcome, int> _before = [], _after = [];
        private readonly Dictionary<(string Word, int? Before, int? After), int> _words = [];
        private readonly Dictionary<(int From, int To), int> _forbidden = [];
        private int _events;

        public int Orders { get; set; }

        public void Count(Past past, EventOutcome after, int? status)
        {
            _events++;
            _before[past.Outcome] = _before.GetValueOrDefault(past.Outcome) + 1;
            _after[after] = _after.GetValueOrDefault(after) + 1;
            if (status != past.Status) _words[(past.Word, past.Status, status)] = _words.GetValueOrDefault((past.Word, past.Status, status)) + 1;
        }

        public void Forbid(int from, int to) => _forbidden[(from, to)] = _forbidden.GetValueOrDefault((from, to)) + 1;

        public MappingEffect ToEffect(bool complete) => new(_events, Orders, complete,
            [.. Enum.GetValues<EventOutcome>().Where(x => _before.ContainsKey(x) || _after.ContainsKey(x)).Select(x => new OutcomeEffect(x, _before.GetValueOrDefault(x), _after.GetValueOrDefault(x)))],
            [.. _words.OrderByDescending(x => x.Value).Take(50).Select(x => new WordEffect(x.Key.Word, x.Key.Before, x.Key.After, x.Value))],
            [.. _forbidden.OrderByDescending(x => x.Value).Take(20).Select(x => new ForbiddenMove(x.Key.From, x.Key.To, x.Value))]);
    }
}
