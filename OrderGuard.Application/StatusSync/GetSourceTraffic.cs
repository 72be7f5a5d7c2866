using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>What a source has really sent lately: its words with how often and when, and the latest reports to try a mapping on.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record GetSourceTraffic(string Source);

public sealed record SourceTraffic(IReadOnlyList<SeenWord> Words, IReadOnlyList<SampleReport> Samples);

/// <summary>A report as it came, without what only some may read.</summary>
public sealed record SampleReport(Guid Id, string OrderNo, string Word, string? Payload, DateTimeOffset ReceivedAt);

internal sealed class GetSourceTrafficHandler(IOrderGuardDb db, Caller caller, TimeProvider clock) : IHandler<GetSourceTraffic, SourceTraffic>
{
    private const int MostWords = 500;
    private const int MostSamples = 30;
    private const int MostReread = 5_000;
    private static readonly TimeSpan Window = TimeSpan.FromDays(30);

    public async Task<Result<SourceTraffic>> HandleAsync(GetSourceTraffic request, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Window;
        var events = db.OrderEvents.AsNoTracking().Where(x => x.Source == request.Source && x.ReceivedAt >= since);
        var words = await events.GroupBy(x => x.Word)
            .Select(x => new { Word = x.Key, Count = x.Count(), Waiting = x.Count(e => e.IsWaiting && e.Outcome == EventOutcome.Unmapped), LastSeen = x.Max(e => e.ReceivedAt) })
            .OrderByDescending(x => x.Count).ThenBy(x => x.Word).Take(MostWords).ToListAsync(ct);
        var samples = await events.OrderByDescending(x => x.ReceivedAt).Take(MostSamples).Select(x => new SampleReport(x.Id, x.OrderNo, x.Word, x.Payload, x.ReceivedAt)).ToListAsync(ct);
        // A payload may hold names and addresses: only who may read those is shown it.
        var mayRead = caller.May(Permission.ViewPersonalData);
        var seen = words.ConvertAll(x => new SeenWord(x.Word, x.Count, x.Waiting, x.LastSeen));

        // Until a draft that says where the word stands is published, the words are found in what was kept.
        var draft = await DraftState.ReadAsync(db, ct);
        if (draft.Document.Sources.FirstOrDefault(x => x.Code == request.Source) is { Extract: not null } source && StatusReading.Of(source) is { } reading)
        {
            var kept = await events.Where(x => x.Payload != null).OrderByDescending(x => x.ReceivedAt).Take(MostReread).Select(x => new { x.Word, x.Payload, x.Outcome, x.DismissedAt, x.ReceivedAt }).ToListAsync(ct);
            if (kept.Count > 0)
            {
                var without = await events.Where(x => x.Payload == null).GroupBy(x => x.Word)
                    .Select(x => new { Word = x.Key, Count = x.Count(), Waiting = x.Count(e => e.IsWaiting && e.Outcome == EventOutcome.Unmapped), LastSeen = x.Max(e => e.ReceivedAt) }).ToListAsync(ct);
                seen = [.. kept.Select(x => (Word: reading.WordIn(x.Word, x.Payload), Count: 1, Waiting: x.Outcome is EventOutcome.Unmapped && x.DismissedAt is null ? 1 : 0, x.ReceivedAt))
                    .Concat(without.Select(x => (Word: reading.WordIn(x.Word, null), x.Count, x.Waiting, ReceivedAt: x.LastSeen)))
                    .GroupBy(x => x.Word, StringComparer.Ordinal)
                    .Select(x => new SeenWord(x.Key, x.Sum(e => e.Count), x.Sum(e => e.Waiting), x.Max(e => e.ReceivedAt))).OrderByDescending(x => x.Count).ThenBy(x => x.Word, StringComparer.Ordinal).Take(MostWords)];
            }
        }
        return new SourceTraffic(seen, mayRead ? samples : [.. samples.Select(x => x with { Payload = null })]);
    }
}
