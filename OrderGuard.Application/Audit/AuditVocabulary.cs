using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Audit;

/// <summary>Who and what occurs in a tenant's audit, so that a part of a name is looked up among some hundred words and not among millions of entries.</summary>
/// <remarks>The words are read by hopping through an index, one step a word, and remembered; what has come since is looked at each time, so that nothing new is
/// missed. An actor is known by the oldest and the newest of its names.</remarks>
public sealed class AuditVocabulary
{
    /// <summary>More than so many are not gathered: the search then looks at the entries themselves.</summary>
    public const int MostWords = 500;
    private const int MostToCatchUp = 10_000;
    private readonly ConcurrentDictionary<TenantId, (long To, Words Words)> _known = new();

    /// <summary>The ids of the actors whose id it is or whose name holds it; null where there are too many to know.</summary>
    public async Task<IReadOnlyList<string>?> ActorsAsync(IOrderGuardDb db, TenantId tenant, string text, CancellationToken ct) =>
        (await GetAsync(db, tenant, ct)).Actors?.Where(x => x.Id == text || x.Names.Any(n => n.Contains(text, StringComparison.Ordinal))).Select(x => x.Id).ToList();

    /// <summary>The actions that begin so; null where there are too many to know.</summary>
    public async Task<IReadOnlyList<string>?> ActionsAsync(IOrderGuardDb db, TenantId tenant, string prefix, CancellationToken ct) =>
        (await GetAsync(db, tenant, ct)).Actions?.Where(x => x.StartsWith(prefix, StringComparison.Ordinal)).ToList();

    private async Task<Words> GetAsync(IOrderGuardDb db, TenantId tenant, CancellationToken ct)
    {
        var newest = await db.Ledgers.AsNoTracking().Select(x => x.AuditSequence).SingleOrDefaultAsync(ct);
        var words = _known.TryGetValue(tenant, out var known) && newest - known.To <= MostToCatchUp
            ? await CatchUpAsync(db, known.Words, known.To, newest, ct)
            : new Words(await ReadActorsAsync(db, ct), await ReadActionsAsync(db, ct));
        _known[tenant] = (newest, words);
        return words;
    }

    private static async Task<Words> CatchUpAsync(IOrderGuardDb db, Words words, long from, long to, CancellationToken ct)
    {
        if (from >= to) return words;
        var entries = db.AuditEntries.AsNoTracking().Where(x => x.Sequence > from && x.Sequence <= to);
        var actors = await entries.Select(x => new { x.ActorId, x.ActorName }).Distinct().ToListAsync(ct);
        var actions = await entries.Select(x => x.Action).Distinct().ToListAsync(ct);
        var known = words.Actors?.ToDictionary(x => x.Id, x => x.Names, StringComparer.Ordinal);
        foreach (var one in actors) known?[one.ActorId] = known.TryGetValue(one.ActorId, out var names) ? [.. names.Append(one.ActorName).Distinct()] : [one.ActorName];
        return new Words(
            known is null || known.Count > MostWords ? null : [.. known.Select(x => (x.Key, x.Value))],
            words.Actions?.Union(actions).ToList() is { Count: <= MostWords } all ? all : null);
    }

#pragma warning disable CA1309 // The store compares in its own order; this is the overload that EF Core translates.
    private static async Task<IReadOnlyList<(string Id, string[] Names)>?> ReadActorsAsync(IOrderGuardDb db, CancellationToken ct)
    {
        var actors = new List<(string, string[])>();
        var entries = db.AuditEntries.AsNoTracking();
        for (var next = await First(entries, ct); next is not null; next = await First(entries.Where(x => string.Compare(x.ActorId, next.ActorId) > 0), ct))
        {
            if (actors.Count == MostWords) return null;
            var newest = await entries.Where(x => x.ActorId == next.ActorId).OrderByDescending(x => x.Sequence).Select(x => x.ActorName).FirstAsync(ct);
            actors.Add((next.ActorId, [next.ActorName, newest]));
        }
        return actors;

        static Task<AuditEntry?> First(IQueryable<AuditEntry> rest, CancellationToken ct) => rest.OrderBy(x => x.ActorId).ThenBy(x => x.Sequence).FirstOrDefaultAsync(ct);
    }

    private static async Task<IReadOnlyList<string>?> ReadActionsAsync(IOrderGuardDb db, CancellationToken ct)
    {
        var actions = new List<string> { AuditEntry.Moved };
        var entries = db.AuditEntries.AsNoTracking().Where(x => x.Action != AuditEntry.Moved);
        for (var next = await First(entries, ct); next is not null; next = await First(entries.Where(x => string.Compare(x.Action, next) > 0), ct))
        {
            if (actions.Count == MostWords) return null;
            actions.Add(next);
        }
        return actions;

        static Task<string?> First(IQueryable<AuditEntry> rest, CancellationToken ct) => rest.OrderBy(x => x.Action).Select(x => x.Action).FirstOrDefaultAsync(ct);
    }
#pragma warning restore CA1309

    private sealed record Words(IReadOnlyList<(string Id, string[] Names)>? Actors, IReadOnlyList<string>? Actions);
}
