using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Integrations;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Infrastructure.Common.Demo;

namespace OrderGuard.Benchmarks;

/// <summary>How fast the change feed is read, beside plainly reading the same rows, and how soon a waiting reader hears.</summary>
internal static class ChangesBenchmark
{
    private const int PageSize = 500;

    public static async Task<IReadOnlyList<Figure>> RunAsync(DatabaseProvider provider, BenchmarkOptions options)
    {
        await using var store = await BenchmarkStore.OpenAsync(provider);
        await store.StartAsync();
        var (database, intake) = (provider.ToString(), store.Services.GetRequiredService<IIntake>());
        foreach (var some in Enumerable.Range(0, options.Events).Chunk(1_000)) await SubmitAsync(store, intake, [.. some.Select(x => $"C-{x}")]);

        // The first pages pay for compiling the queries, on both sides.
        await PlainAsync(store);
        await AskAsync(store, new GetChanges("0", PageSize, TimeSpan.Zero));
        var plain = await PlainAsync(store);
        var (read, clock, after) = (0, Stopwatch.StartNew(), "0");
        for (var last = PageSize; last == PageSize;)
        {
            var page = await AskAsync(store, new GetChanges(after, PageSize, TimeSpan.Zero));
            (last, after) = (page.Items.Count, page.Next);
            read += last;
        }
        var perSecond = read / clock.Elapsed.TotalSeconds;

        var waits = new List<double>();
        for (var i = 0; i < 50; i++)
        {
            var waiting = AskAsync(store, new GetChanges(after, PageSize, TimeSpan.FromSeconds(20)));
            await Task.Delay(20);
            await SubmitAsync(store, intake, [$"L-{i}"]);
            var since = Stopwatch.GetTimestamp();
            after = (await waiting).Next;
            waits.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }
        return
        [
            new(database, "change feed, pages of 500", perSecond, "events/s", plain),
            new(database, "long poll: heard after the commit, p50", Latencies.Percentile(waits, 0.50), "ms"),
            new(database, "long poll: heard after the commit, p99", Latencies.Percentile(waits, 0.99), "ms"),
        ];
    }

    /// <summary>The yardstick: the same pages as rows, with nothing made of them.</summary>
    private static async Task<double> PlainAsync(BenchmarkStore store)
    {
        var (read, after, clock) = (0, 0L, Stopwatch.StartNew());
        for (var last = PageSize; last == PageSize;)
        {
            var rows = await store.InAsync(db => db.OutboxEvents.AsNoTracking().Where(x => x.Sequence > after).OrderBy(x => x.Sequence).Take(PageSize).ToListAsync());
            if (rows.Count > 0) after = rows[^1].Sequence;
            last = rows.Count;
            read += last;
        }
        return read / clock.Elapsed.TotalSeconds;
    }

    private static async Task<ChangeList> AskAsync(BenchmarkStore store, GetChanges request)
    {
        await using var scope = store.Services.GetRequiredService<SystemScopes>().Open(store.Tenant);
        return (await scope.ServiceProvider.GetRequiredService<IHandler<GetChanges, ChangeList>>().HandleAsync(request, CancellationToken.None)).Required;
    }

    private static Task SubmitAsync(BenchmarkStore store, IIntake intake, string[] orderNos)
    {
        var (now, source) = (TimeProvider.System.GetUtcNow().AddHours(1), DemoConfiguration.Grocer().Sources[0].Code);
        return intake.SubmitAsync([.. orderNos.Select(x => new IncomingReport(store.Caller, source, new IncomingEvent(x, x, "10", now, null), false, DateTimeOffset.MinValue))], CancellationToken.None);
    }
}
