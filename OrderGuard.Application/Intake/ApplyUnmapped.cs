using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
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
        var waiting = db.OrderEvents.Where(x => x.IsWaiting && x.Outcome == EventOutcome.Unmapped);
        var words = (await waiting.Select(x => new { x.Source, x.Word }).Distinct().ToListAsync(ct)).Where(x => configuration.Translate(x.Source, x.Word) is not null).ToList();
        var pairs = words.Select(x => x.Source + Between + x.Word).ToArray();
        var kept = words.Count == 0 ? [] : await waiting.Where(x => pairs.Contains(x.Source + Between + x.Word)).OrderBy(x => x.OccurredAt).ThenBy(x => x.Id).Take(Chunk).Select(x => x.Id).ToListAsync(ct);
        if (kept.Count == 0) kept = await ReadAnewAsync(waiting, configuration, ct);
        if (kept.Count > 0) await book.ReapplyAsync(kept, ct);
        var more = kept.Count > 0;
        foreach (var item in items)
        {
            if (more) item.Postpone(clock.GetUtcNow());
            else item.Complete(clock.GetUtcNow());
        }
    }

    /// <summary>Events whose word stands elsewhere by now, or depends on other fields.</summary>
    private static async Task<List<Guid>> ReadAnewAsync(IQueryable<OrderEvent> waiting, TenantConfiguration configuration, CancellationToken ct)
    {
        List<Guid> understood = [];
        foreach (var source in configuration.Document.Sources.Select(x => x.Code).Where(configuration.Reads))
        {
            await foreach (var x in waiting.AsNoTracking().Where(x => x.Source == source && x.Status == null).OrderBy(x => x.OccurredAt).ThenBy(x => x.Id)
                .Select(x => new { x.Id, x.Word, x.Payload, x.Facts }).AsAsyncEnumerable().WithCancellation(ct))
            {
                if (configuration.Understand(source, x.Word, x.Payload, x.Facts).Status is not null) understood.Add(x.Id);
                if (understood.Count == Chunk) return understood;
            }
        }
        return understood;
    }
}
