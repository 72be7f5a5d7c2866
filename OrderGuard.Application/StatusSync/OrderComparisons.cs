using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>Compares the orders of one transaction with what their sources say: plans a look at what differs, settles what agrees again, and learns how late each source is.</summary>
/// <remarks>Nothing is read unless a mismatch ends; one instance for each attempt.</remarks>
internal sealed class OrderComparisons(TenantId tenant, TenantConfiguration configuration, ConcurrentDictionary<string, DelayEntry> known, DateTimeOffset now)
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, Heard> _heard = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlySet<int>> _says = new(StringComparer.Ordinal);
    private readonly List<Guid> _ended = [];
    private readonly List<WorkItem> _planned = [];

    /// <summary>Looks at an order that a source spoke of, or that was moved here (<paramref name="source"/> is null).</summary>
    public void Look(Order order, string? source, int? said, bool historical)
    {
        if (source is not null && said is { } status && configuration.Compares(source)) HeardOf(source).Said.Add(status);
        var differed = order.Differences.Count;
        foreach (var ended in order.Compare(source, SaysOf, now))
        {
            if (ended.Mismatch is { } mismatch) _ended.Add(mismatch);
            if (ended.Source == source && !historical) HeardOf(ended.Source).Delays.Add((now - ended.Began).TotalSeconds);
        }
        if (historical || order.Differences.Count == 0 && differed == 0) return;
        // What is said while a mismatch stands may explain it better than what was known when it was found.
        var again = source is not null && order.Differences.Any(x => x.Source == source && x.Mismatch is not null) ? now : NextLook(order);
        if (again is { } at && order.PlanComparison(at, now))
            _planned.Add(WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.Compare, order.Id.Value.ToString(), at, now));
    }

    /// <summary>When the first of its differences that are none yet will have lasted too long.</summary>
    public DateTimeOffset? NextLook(Order order) =>
        order.Differences.Where(x => x.Mismatch is null).Select(x => (DateTimeOffset?)(x.Since + PatienceOf(x.Source))).Min();

    public TimeSpan PatienceOf(string source) => (known.GetValueOrDefault(source)?.Measure ?? DelayMeasure.New).Patience(source, configuration.Document.Truth);

    public IReadOnlySet<int>? SaysOf(string source)
    {
        if (!configuration.Compares(source)) return null;
        if (_says.TryGetValue(source, out var says)) return says;
        var (declared, learned) = (configuration.DeclaredBy(source), known.GetValueOrDefault(source)?.Measure.Said ?? []);
        return _says[source] = learned.All(declared.Contains) ? declared : declared.Union(learned).ToHashSet();
    }

    /// <summary>Adds what follows to the transaction: what it changes is saved by whoever saves next.</summary>
    public async Task SaveAsync(IOrderGuardDb db, CancellationToken ct)
    {
        foreach (var item in _planned) db.WorkItems.Add(item);
        var ended = _ended.ConvertAll(x => new MismatchId(x));
        foreach (var ids in ended.Chunk(500)) await SettleAsync(db, ids, ct);
        var due = _heard.Where(x => EntryOf(x.Key) is var entry && x.Value.IsNews(entry) && entry.Claim(SaveEvery, now)).ToList();
        if (due.Count == 0) return;
        var names = due.ConvertAll(x => x.Key);
        var rows = await db.SourceDelays.Where(x => names.Contains(x.Source)).ToDictionaryAsync(x => x.Source, ct);
        foreach (var (source, heard) in due)
        {
            if (!rows.TryGetValue(source, out var row)) db.SourceDelays.Add(row = SourceDelay.Of(tenant, source));
            row.Take(EntryOf(source).Measure.Observe(heard.Delays, heard.Said), now);
        }
    }

    /// <summary>After the commit.</summary>
    public void Commit()
    {
        foreach (var (source, heard) in _heard) EntryOf(source).Commit(heard.Delays, heard.Said);
    }

    private async Task SettleAsync(IOrderGuardDb db, MismatchId[] ids, CancellationToken ct)
    {
        var mismatches = await db.Mismatches.Where(x => EF.Parameter(ids).Contains(x.Id) && x.ClosedAt == null).ToListAsync(ct);
        foreach (var mismatch in mismatches) mismatch.Close(MismatchEnd.Agreed, Actor.System.Name, null, now);
        var alerts = mismatches.Select(x => x.AlertId).OfType<Domain.Alerts.AlertId>().ToArray();
        foreach (var alert in await db.Alerts.Where(x => EF.Parameter(alerts).Contains(x.Id)).ToListAsync(ct)) alert.Resolve(MismatchAlerts.Agreed, now);
    }

    private DelayEntry EntryOf(string source) => known.GetOrAdd(source, _ => new DelayEntry(DelayMeasure.New, DateTimeOffset.MinValue));

    private Heard HeardOf(string source)
    {
        if (!_heard.TryGetValue(source, out var heard)) _heard.Add(source, heard = new Heard());
        return heard;
    }

    private sealed class Heard
    {
        public List<double> Delays { get; } = [];
        public HashSet<int> Said { get; } = [];

        public bool IsNews(DelayEntry entry) => Delays.Count > 0 || !Said.All(entry.Measure.Said.Contains);
    }
}
