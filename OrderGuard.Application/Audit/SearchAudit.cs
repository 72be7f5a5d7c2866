using System.Diagnostics;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Audit;

/// <summary>The audit entries that match, newest first; <paramref name="Before"/> is the sequence to go on behind.</summary>
[Requires(Permission.ViewAudit)]
public sealed record SearchAudit(AuditFilter Filter, long? Before = null, int Take = 50);

/// <summary>Which audit entries are meant: what is left out does not matter.</summary>
public sealed record AuditFilter
{
    public const int TextMaxLength = 200;

    /// <summary>Part of the name or the whole id of who did it.</summary>
    public string? Actor { get; init; }
    public ActorKind? ActorKind { get; init; }

    /// <summary>An action or how it begins: <c>order.</c> finds all that was done to orders.</summary>
    public string? Action { get; init; }

    /// <summary>The object's name or id.</summary>
    public string? Subject { get; init; }

    /// <summary>An address or how it begins.</summary>
    public string? Address { get; init; }
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? Until { get; init; }

    /// <summary>Stands somewhere in what was before or after.</summary>
    public string? Text { get; init; }
}

public sealed record FoundAudit(IReadOnlyList<AuditRow> Rows, long? Next)
{
    /// <summary>How far back the search has come where it has not come to its end: what lies before is found by going on at <see cref="Next"/>.</summary>
    public long? SearchedTo { get; init; }
}

/// <summary>One audit entry as people and machines read it.</summary>
public sealed record AuditRow(
    long Sequence, DateTimeOffset At, ActorKind ActorKind, string ActorId, string ActorName, string? Address, string Action, string SubjectKind, string Subject,
    string? Before, string? After, string? TraceId, string Hash)
{
    public static AuditRow Of(AuditEntry x) => new(
        x.Sequence, x.At, x.ActorKind, x.ActorId, x.ActorName, x.Address, x.Action, x.SubjectKind, x.Subject, x.Before, x.After, x.TraceId, x.Hash);
}

public sealed class SearchAuditValidator : AbstractValidator<SearchAudit>
{
    public SearchAuditValidator()
    {
        RuleFor(x => x.Take).InclusiveBetween(1, 500);
        RuleFor(x => x.Filter.ActorKind).IsInEnum();
        foreach (var text in (Func<AuditFilter, string?>[])[x => x.Actor, x => x.Action, x => x.Subject, x => x.Address, x => x.Text])
            RuleFor(x => x.Filter).Must(x => text(x) is not { Length: > AuditFilter.TextMaxLength }).WithMessage($"At most {AuditFilter.TextMaxLength} characters.");
    }
}

internal sealed class SearchAuditHandler(IOrderGuardDb db, Caller caller, AuditVocabulary vocabulary) : IHandler<SearchAudit, FoundAudit>
{
    /// <summary>After this the search answers with what it has and where to go on: nobody waits for the whole of a long chain.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(120);
    private const int MostWays = 20;
    private const int Weighed = 5_000;
    private const long FirstStretch = 10_000;

    public async Task<Result<FoundAudit>> HandleAsync(SearchAudit request, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var filter = request.Filter;
        var (floor, before) = filter.From is null && filter.Until is null ? (0, long.MaxValue) : await AuditPeriods.FindAsync(db, filter.From, filter.Until, ct);
        if (request.Before is { } given) before = Math.Min(before, given);
        var (ways, exact) = await WaysAsync(filter, ct);

        var rows = new List<AuditEntry>();
        if (exact)
        {
            await TakeAsync(ways, floor, before, request.Take + 1, rows, ct);
            return Answer(rows, request.Take, null);
        }
        if (before == long.MaxValue) before = await db.Ledgers.Select(x => x.AuditSequence).SingleOrDefaultAsync(ct) + 1;
        // Stretch by stretch, each longer than the one before, so that the newest matches come first and a long search stays short.
        for (var stretch = FirstStretch; before > floor && rows.Count <= request.Take; stretch *= 2)
        {
            var start = Math.Max(floor, before - stretch);
            await TakeAsync(ways, start, before, request.Take + 1 - rows.Count, rows, ct);
            before = start;
            if (rows.Count <= request.Take && before > Math.Max(floor, 1) && Stopwatch.GetElapsedTime(began) > Patience) return Answer(rows, request.Take, before);
        }
        return Answer(rows, request.Take, null);
    }

    private static FoundAudit Answer(List<AuditEntry> rows, int take, long? searchedTo)
    {
        var shown = rows.OrderByDescending(x => x.Sequence).Take(take).ToList();
        return new FoundAudit([.. shown.Select(AuditRow.Of)], rows.Count > take ? shown[^1].Sequence : searchedTo) { SearchedTo = searchedTo };
    }

    /// <summary>The ways to the matches, each of which an index serves in the chain's order; whether they lead to nothing else.</summary>
    private async Task<(IReadOnlyList<IQueryable<AuditEntry>> Ways, bool Exact)> WaysAsync(AuditFilter filter, CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var entries = db.AuditEntries.AsNoTracking();
        var choices = new List<(string Name, List<IQueryable<AuditEntry>> Ways)>();
        if (AuditQueries.Text(filter.Subject) is { } subject) choices.Add(("subject", [entries.Where(x => x.Subject == subject)]));
        if (AuditQueries.Text(filter.Actor) is { } actor && await vocabulary.ActorsAsync(db, tenant, actor, ct) is { Count: <= MostWays } actors) choices.Add(("actor", [.. actors.Select(id => entries.Where(x => x.ActorId == id))]));
        if (AuditQueries.Text(filter.Action) is { } action && await vocabulary.ActionsAsync(db, tenant, action, ct) is { Count: <= MostWays } actions && !actions.Contains(AuditEntry.Moved))
            choices.Add(("action", [.. actions.Select(name => entries.Where(x => x.Action == name && x.Action != AuditEntry.Moved))]));
        if (AuditQueries.Text(filter.Address) is { } address && System.Net.IPAddress.TryParse(address, out _)) choices.Add(("address", [entries.Where(x => x.Address == address)]));

        var asked = new[] { AuditQueries.Text(filter.Subject), AuditQueries.Text(filter.Actor), AuditQueries.Text(filter.Action), AuditQueries.Text(filter.Address), filter.ActorKind?.ToString(), AuditQueries.Text(filter.Text) }.Count(x => x is not null);
        if (asked == 0) return ([entries.Matching(filter)], true);
        if (choices.Count == 0) return ([entries.Matching(filter)], false);
        var best = choices[0];
        if (choices.Count > 1)
        {
            var least = int.MaxValue;
            foreach (var choice in choices)
            {
                var count = 0;
                foreach (var way in choice.Ways) count += await way.Take(Weighed).CountAsync(ct);
                if (count < least) (best, least) = (choice, count);
            }
        }
        // An address may be the beginning of a longer one, and a name part of another: only what the index names is exact.
        return ([.. best.Ways.Select(x => x.Matching(filter))], asked == 1 && best.Name is not "address");
    }

    private static async Task TakeAsync(IReadOnlyList<IQueryable<AuditEntry>> ways, long from, long before, int take, List<AuditEntry> rows, CancellationToken ct)
    {
        var found = new List<AuditEntry>();
        foreach (var way in ways)
        {
            var within = from > 0 ? way.Where(x => x.Sequence >= from) : way;
            if (before < long.MaxValue) within = within.Where(x => x.Sequence < before);
            found.AddRange(await within.OrderByDescending(x => x.Sequence).Take(take).ToListAsync(ct));
        }
        rows.AddRange(found.OrderByDescending(x => x.Sequence).Take(take));
    }
}
