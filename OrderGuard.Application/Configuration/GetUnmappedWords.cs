using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Configuration;

/// <summary>Words that sources used and no mapping knows, the most frequent first.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record GetUnmappedWords;

/// <summary>The words that wait for a mapping.</summary>
public sealed record UnmappedWords(IReadOnlyList<UnmappedWord> Words);

/// <summary>A source's word without a mapping: how many events wait for one, and when it came last.</summary>
public sealed record UnmappedWord(string Source, string Word, int Events, DateTimeOffset LastSeen);

internal sealed class GetUnmappedWordsHandler(IOrderGuardDb db) : IHandler<GetUnmappedWords, UnmappedWords>
{
    private const int Most = 200;

    public async Task<Result<UnmappedWords>> HandleAsync(GetUnmappedWords request, CancellationToken ct)
    {
        var words = await db.OrderEvents.AsNoTracking().Where(x => x.IsWaiting && x.Outcome == EventOutcome.Unmapped)
            .GroupBy(x => new { x.Source, x.Word })
            .Select(x => new { x.Key.Source, x.Key.Word, Events = x.Count(), LastSeen = x.Max(e => e.ReceivedAt) })
            .OrderByDescending(x => x.Events).ThenBy(x => x.Source).ThenBy(x => x.Word).Take(Most).ToListAsync(ct);
        return new UnmappedWords([.. words.Select(x => new UnmappedWord(x.Source, x.Word, x.Events, x.LastSeen))]);
    }
}
