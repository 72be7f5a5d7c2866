using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

/// <summary>Takes a reconciliation some way further; each part is committed by itself, so that it goes on where it was whatever happens.</summary>
internal sealed class ReconcileHandler(
    IOrderGuardDb db, SystemScopes scopes, Reconciler reconciler, ConfigurationSnapshots configurations, ISourceConnector connector, IEnumerable<IOrderFileReader> readers, IEnumerable<IImportFiles> stores, TimeProvider clock) : IWorkHandler
{
    private const int RowsOfAPart = 1_000;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(8);

    public string Kind => WorkKinds.Reconcile;

    // A node that takes no uploads has none.
    private IImportFiles Files => stores.First();

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var until = clock.GetUtcNow() + Turn;
        foreach (var item in items)
        {
            var id = new ReconciliationId(Guid.Parse(item.Subject));
            var run = await db.ReconciliationRuns.AsNoTracking().FirstOrDefaultAsync(x => x.Id == id, ct);
            if (run is not { State: ReconciliationState.Running }) continue;
            if (clock.GetUtcNow() >= until || !await GoOnAsync(run, until, ct)) item.Postpone(clock.GetUtcNow());
        }
    }

    /// <summary>Whether it has come to its end.</summary>
    private async Task<bool> GoOnAsync(ReconciliationRun run, DateTimeOffset until, CancellationToken ct) =>
        run.Listed ? await MissingAsync(run, until, ct) : run.File is { } file ? await ReadFileAsync(run, file, until, ct) : await ReadListAsync(run, until, ct);

    private async Task<bool> ReadFileAsync(ReconciliationRun run, Guid stored, DateTimeOffset until, CancellationToken ct)
    {
        await using var content = stores.FirstOrDefault()?.Open(run.TenantId, stored);
        if (content is null) return await EndAsync(run, "The file is no longer there.", ct);
        using var file = readers.First().Open(content, null);
        var (orderNo, status) = (IndexOf(file.Columns, run.OrderNoColumn), IndexOf(file.Columns, run.StatusColumn));
        if (orderNo < 0 || status < 0) return await EndAsync(run, $"The file has no column {(orderNo < 0 ? run.OrderNoColumn : run.StatusColumn)}. It has: {string.Join(", ", file.Columns)}", ct);
        List<Belief> part = [];
        foreach (var row in file.Rows())
        {
            if (row.Line <= run.Position) continue;
            part.Add(Read(row, orderNo, status));
            if (part.Count < RowsOfAPart) continue;
            await reconciler.CompareAsync(run.TenantId, run.Id, part, row.Line, null, ct);
            part = [];
            if (clock.GetUtcNow() >= until) return false;
        }
        if (part.Count > 0) await reconciler.CompareAsync(run.TenantId, run.Id, part, long.MaxValue, null, ct);
        Files.Delete(run.TenantId, stored);
        return await MissingAsync(run, until, ct);
    }

    private async Task<bool> ReadListAsync(ReconciliationRun run, DateTimeOffset until, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, run.TenantId, ct);
        if (configuration.Source(run.Source)?.Query is not { List: { } list } query) return await EndAsync(run, "No address of a list is configured for this source.", ct);
        var (page, after) = (run.Position + 1, run.After ?? "");
        while (clock.GetUtcNow() < until)
        {
            var address = list.Replace("{page}", page.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("{after}", Uri.EscapeDataString(after), StringComparison.Ordinal);
            var answer = await connector.GetAsync(query, address, ct);
            if (answer.Json is not { } json || Parse(json, query) is not { } part) return await EndAsync(run, $"Page {page}: {(answer.Answered ? "the answer is not a list of orders." : answer.Said)}", ct);
            // A list that does not page at all gives the same again.
            if (part.Count == 0 || part[^1].OrderNo == after) return await MissingAsync(run, until, ct);
            after = part[^1].OrderNo;
            await reconciler.CompareAsync(run.TenantId, run.Id, part, page++, after, ct);
        }
        return false;
    }

    /// <summary>The source has said all that it believes: what it has left out comes last.</summary>
    private async Task<bool> MissingAsync(ReconciliationRun run, DateTimeOffset until, CancellationToken ct)
    {
        while (!await reconciler.FindMissingAsync(run.TenantId, run.Id, ct))
            if (clock.GetUtcNow() >= until) return false;
        return await EndAsync(run, null, ct);
    }

    private async Task<bool> EndAsync(ReconciliationRun run, string? error, CancellationToken ct)
    {
        await using var scope = scopes.Open(run.TenantId);
        var own = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var ended = await own.ReconciliationRuns.SingleAsync(x => x.Id == run.Id, ct);
        if (error is null) ended.Complete(clock.GetUtcNow());
        else ended.Fail(error, clock.GetUtcNow());
        scope.ServiceProvider.GetRequiredService<AuditTrail>().Record("reconciliation.ended", "source", ended.Source, null,
            new { ended.State, ended.Compared, ended.Agreed, ended.Opened, ended.Standing, ended.Closed, ended.Unknown, ended.Missing, ended.Unreadable, ended.FileName, ended.Error });
        await own.SaveChangesAsync(ct);
        await own.ReconciledOrders.Where(x => x.RunId == run.Id).ExecuteDeleteAsync(ct);
        scope.ServiceProvider.GetRequiredService<ILiveFeed>().Publish(new OrdersLiveChange(run.TenantId, [], 0));
        return true;
    }

    private static IReadOnlyList<Belief>? Parse(string json, SourceQuery query)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            var items = query.Items is { } path ? JsonPath.TryParse(path, out var place) ? place.Find(parsed.RootElement) : null : parsed.RootElement;
            if (items is not { ValueKind: JsonValueKind.Array } list) return null;
            return [.. list.EnumerateArray().Select(x => SourceAnswers.Read(x, query, default) is { OrderNo: { Length: > 0 and <= Order.OrderNoMaxLength } orderNo } said ? new Belief(orderNo, said.Word, said.Payload) : new Belief("", "", null, false))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Belief Read(OrderFileRow row, int orderNo, int status)
    {
        if (row.Problem is not null || row.Cells.Count <= Math.Max(orderNo, status)) return new Belief("", "", null, false);
        var (number, word) = (row.Cells[orderNo].Trim(), row.Cells[status].Trim());
        return number.Length is > 0 and <= Order.OrderNoMaxLength && word.Length <= Order.WordMaxLength ? new Belief(number, word, null) : new Belief("", "", null, false);
    }

    private static int IndexOf(IReadOnlyList<string> columns, string? name) => columns.ToList().FindIndex(x => string.Equals(x, name, StringComparison.OrdinalIgnoreCase));
}
