using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Intake;

/// <summary>Applies the kept events whose word a published mapping has come to translate, oldest first, a chunk in each run.</summary>
internal sealed class ApplyUnmappedHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, OrderBook book, TimeProvider clock) : IWorkHandler
{
    public const int Chunk = 500;
    private const string Between = "\u001f";

    public string Kind => WorkKinds.ApplyUnmapped;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var waiting = db.OrderEvents.Where(x => x.Outcome == EventOutcome.Unmapped && x.DismissedAt == null);
        var words = (await waiting.Select(x => new { x.Source, x.Word }).Distinct().ToListAsync(ct)).Where(x => configuration.Translate(x.Source, x.Word) is not null).ToList();
        var more = false;
        if (words.Count > 0)
        {
            var pairs = words.Select(x => x.Source + Between + x.Word).ToArray();
            var kept = await waiting.Where(x => pairs.Contains(x.Source + Between + x.Word)).OrderBy(x => x.OccurredAt).ThenBy(x => x.Id).Take(Chunk).Select(x => x.Id).ToListAsync(ct);
            await book.ReapplyAsync(kept, ct);
            more = kept.Count == Chunk;
        }
        foreach (var item in items)
        {
            if (more) item.Postpone(clock.GetUtcNow());
            else item.Complete(clock.GetUtcNow());
        }
    }
}
