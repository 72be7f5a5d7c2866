using Microsoft.EntityFrameworkCore;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Benchmarks.Drill;

/// <summary>The judge: goes by what the systems wrote down themselves and by what the store holds, and by nothing that the portal says of itself.</summary>
internal sealed class DrillAccount
{
    private const string Database = "PostgreSql";
    private static readonly Dictionary<string, int[]> Words = new() { [DrillPlan.Erp] = [10, 20, 30, 80, 90], [DrillPlan.Wms] = [50, 70], [DrillPlan.Crm] = [20, 80] };
    private static readonly Dictionary<string, int[]> Wanted = new() { [DrillPlan.Erp] = [50, 70], [DrillPlan.Wms] = [30, 90], [DrillPlan.Crm] = [20, 80, 90] };
    private readonly List<Figure> _figures = [];
    private readonly List<string> _findings = [];

    public IReadOnlyList<Figure> Figures => _figures;

    /// <summary>What is not as it should be; none: the drill is passed.</summary>
    public IReadOnlyList<string> Findings => _findings;

    public static async Task<DrillAccount> TakeAsync(DrillPlan plan, BenchmarkStore store, IReadOnlyDictionary<string, DrillJournal> journals, DrillWatcher watcher)
    {
        var account = new DrillAccount();
        var orders = await store.InAsync(db => db.Orders.AsNoTracking().ToListAsync());
        var events = await store.InAsync(db => db.OrderEvents.AsNoTracking().Select(x => new Told(x.OrderNo, x.Source, x.EventId, x.Status, x.Outcome)).ToListAsync());
        var mismatches = (await store.InAsync(db => db.Mismatches.AsNoTracking().Where(x => x.ClosedAt == null).ToListAsync())).ToLookup(x => (x.OrderNo, x.Source));
        var pushes = (await store.InAsync(db => db.StatusPushes.AsNoTracking().Where(x => x.State != PushState.Delivered).Select(x => new { x.OrderNo, x.Target, x.State, x.Cause, x.Status }).ToListAsync()))
            .ToLookup(x => (x.OrderNo, x.Target), x => (x.State, x.Cause, x.Status));
        account.Events(journals, events);
        account.Book(plan, orders);
        account.Sides(plan, orders, mismatches);
        var entered = events.Where(x => x.Outcome is EventOutcome.Applied).GroupBy(x => x.OrderNo).ToDictionary(x => x.Key, x => x.Select(e => e.Status!.Value).Distinct().Order().ToList());
        account.Moves(orders, entered, await store.InAsync(db => db.AuditEntries.CountAsync(x => x.Action == "order.moved")), await store.InAsync(db => db.OutboxEvents.CountAsync(x => x.Type == "order.created" || x.Type == "order.status-changed")));
        foreach (var target in DrillPlan.Systems) account.Target(plan, target, journals[target], orders, entered, x => [.. pushes[(x, target)]]);
        var last = await store.InAsync(db => db.Ledgers.Select(x => x.OutboxSequence).SingleAsync());
        account.Zero("events told outside that the broker's queue never held", watcher.HasAll(last) ? 0 : last - watcher.Seen);
        account.Zero("events told outside in another order", watcher.OutOfOrder);
        account.Add("events told outside", last, "events");
        account.Add("events told outside more than once, under their id", watcher.Copies, "events");
        var dead = await store.InAsync(db => db.DeadLetters.AsNoTracking().Select(x => x.Reason).ToListAsync());
        account.Add("messages that are none, in the list of dead letters", dead.Count(x => x == "malformed"), "messages");
        account.Zero("good messages among the dead letters, or bad ones that are not", dead.Count(x => x != "malformed") + Math.Abs(dead.Count(x => x == "malformed") - journals[DrillPlan.Wms].Malformed));
        account.Zero("work left to a person", await store.InAsync(db => db.WorkItems.CountAsync(x => x.State == Domain.Common.WorkItemState.ManualReview)));
        return account;
    }

    private void Events(IReadOnlyDictionary<string, DrillJournal> journals, List<Told> events)
    {
        var kept = events.Select(x => x.EventId).ToHashSet(StringComparer.Ordinal);
        var sent = journals.Values.SelectMany(x => x.Sent).ToHashSet(StringComparer.Ordinal);
        Add("events that arrived by the systems' word", sent.Count, "events");
        Add("copies of events, sent on purpose", journals.Values.Sum(x => x.Copies), "events");
        Add("events sent again, because nobody answered", journals.Values.Sum(x => x.Resends), "events");
        Zero("events lost", sent.Except(kept).Count());
        Zero("events that nobody sent", kept.Except(sent).Count());
        Zero("events applied twice", events.Count - kept.Count);
        foreach (var outcome in events.GroupBy(x => x.Outcome).OrderBy(x => x.Key)) Add($"events {outcome.Key}", outcome.Count(), "events");
    }

    private void Book(DrillPlan plan, List<Order> orders)
    {
        Add("orders", orders.Count, "orders");
        var wrong = orders.Where(x => x.Status != plan.FinalStatus(DrillPlan.OrderOf(x.OrderNo))).ToList();
        foreach (var order in wrong.Take(5)) _findings.Add($"{order.OrderNo} is {order.Status}, not {plan.FinalStatus(DrillPlan.OrderOf(order.OrderNo))}: {Saying(order)}");
        Zero("orders missing, or elsewhere than they went", wrong.Count + plan.Orders - orders.Count);
    }

    /// <summary>Who says something else than the order book is in the queue of mismatches for the right reason, and nobody else is.</summary>
    private void Sides(DrillPlan plan, List<Order> orders, ILookup<(string, string), Mismatch> mismatches)
    {
        var (agreeing, silent, wrongCause, none) = (0, 0, 0, 0);
        var noticed = new Dictionary<(DrillLie, MismatchCause), int>();
        foreach (var order in orders)
        {
            var lie = plan.LieOf(DrillPlan.OrderOf(order.OrderNo));
            foreach (var system in DrillPlan.Systems)
            {
                var said = order.SourceStatuses.FirstOrDefault(x => x.Source == system);
                var open = mismatches[(order.OrderNo, system)].ToList();
                if (said is null || Domain.StatusSync.Sides.Agree(said, order.Status, Words[system].ToHashSet()))
                {
                    agreeing++;
                    none += open.Count;
                    if (open.Count > 0) _findings.Add($"{order.OrderNo}: {system} agrees and yet there is a mismatch for {open[0].Cause}: {Saying(order)}");
                }
                else if (open is not [var mismatch])
                {
                    silent++;
                    _findings.Add($"{order.OrderNo} ({lie}): {system} differs and there are {open.Count} mismatches: {Saying(order)}");
                }
                else
                {
                    noticed[(lie, mismatch.Cause)] = noticed.GetValueOrDefault((lie, mismatch.Cause)) + 1;
                    if (Causes(lie).Contains(mismatch.Cause)) continue;
                    wrongCause++;
                    _findings.Add($"{order.OrderNo} ({lie}): {system} differs for {mismatch.Cause}: {Saying(order)}");
                }
            }
        }
        Add("sides that agree with the order book", agreeing, "sides");
        foreach (var ((lie, cause), count) in noticed.OrderBy(x => x.Key)) Add($"mismatches: {lie}, told as {cause}", count, "sides");
        Zero("sides that differ without a mismatch", silent);
        Zero("mismatches with another cause than the true one", wrongCause);
        Zero("mismatches without a difference", none);
        // Whom nobody ever told of an order cannot be missed when it says nothing.
        var expected = orders.Count(x => plan.LieOf(DrillPlan.OrderOf(x.OrderNo)) is DrillLie.WmsUnmapped or DrillLie.WmsIllegal or DrillLie.WmsClock or DrillLie.WmsLost
            || (plan.LieOf(DrillPlan.OrderOf(x.OrderNo)) is DrillLie.CrmLost && x.SourceStatuses.Any(s => s.Source == DrillPlan.Crm)));
        Zero("lies that nobody noticed", expected - noticed.Where(x => x.Key.Item1 is not (DrillLie.None or DrillLie.CrmClaims)).Sum(x => x.Value));
    }

    /// <summary>What is a true account of a lie. Who never speaks of it is late while silent, and has lost it once it speaks of others.</summary>
    private static MismatchCause[] Causes(DrillLie lie) => lie switch
    {
        DrillLie.WmsUnmapped => [MismatchCause.UnmappedWord],
        DrillLie.WmsIllegal => [MismatchCause.IllegalMove],
        // Where the dispatch came in after the delivery that is dated before it, it is a move back and nothing else.
        DrillLie.WmsClock => [MismatchCause.Clock, MismatchCause.IllegalMove],
        DrillLie.WmsLost or DrillLie.CrmLost or DrillLie.CrmClaims => [MismatchCause.LostEvent, MismatchCause.Late],
        _ => [],
    };

    private void Moves(List<Order> orders, Dictionary<string, List<int>> entered, int audited, int told)
    {
        var moves = orders.Sum(x => x.Moves);
        Add("moves of orders", moves, "moves");
        Zero("moves made twice or not by an event", orders.Count(x => x.Moves != entered.GetValueOrDefault(x.OrderNo)?.Count));
        Zero("moves without their audit entry, or with two", Math.Abs(moves - audited));
        Zero("moves not told outside, or told as two", Math.Abs(moves - told));
    }

    private void Target(DrillPlan plan, string target, DrillJournal journal, List<Order> orders, Dictionary<string, List<int>> entered, Func<string, List<(PushState State, string? Cause, int Status)>> open)
    {
        var (agrees, queued, apart) = (0, 0, 0);
        foreach (var order in orders)
        {
            var wants = entered[order.OrderNo].Where(x => Wanted[target].Contains(x)).ToList();
            int? should = wants.Count == 0 ? null : wants[^1], is_ = journal.Told.TryGetValue(order.OrderNo, out var told) ? told : null;
            if (should == is_) agrees++;
            else if (open(order.OrderNo).Any(x => x is { State: PushState.Review, Cause: not null })) queued++;
            else
            {
                apart++;
                _findings.Add($"{order.OrderNo}: {target} was told {is_}, not {should}: {string.Join(", ", open(order.OrderNo))}");
            }
        }
        Add($"{target} as a target: copies that agree", agrees, "orders");
        if (queued > 0) Add($"{target} as a target: in the review queue with a cause", queued, "orders");
        Zero($"{target} as a target: apart, and in no queue", apart);
        Zero($"{target} as a target: taken twice", journal.Twice);
        Zero($"{target} as a target: out of order", journal.OutOfOrder);
        Add($"{target} as a target: calls", journal.Calls, "calls");
        Add($"{target} as a target: repeats under a known key", journal.Repeats, "calls");
    }

    private void Add(string measure, double value, string unit) => _figures.Add(new(Database, measure, value, unit));

    /// <summary>A figure that must be nothing.</summary>
    private void Zero(string measure, long value)
    {
        _figures.Add(new(Database, measure, value, "must be 0"));
        if (value != 0) _findings.Insert(0, $"{measure}: {value}");
    }

    private static string Saying(Order order) => $"{order.Status}; {string.Join(", ", order.SourceStatuses.Select(x => $"{x.Source} {x.Word} {x.OccurredAt:HH:mm:ss.fff}"))}";

    private sealed record Told(string OrderNo, string Source, string EventId, int? Status, EventOutcome Outcome);
}
