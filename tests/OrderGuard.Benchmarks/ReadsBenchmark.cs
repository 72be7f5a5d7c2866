using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Orders;
using OrderGuard.Infrastructure.Common;
using OrderGuard.Infrastructure.Common.Demo;
using OrderGuard.Web.Orders;

namespace OrderGuard.Benchmarks;

/// <summary>Reads of single orders through the cache that answers other systems, while some of them change, beside the same reads without it.</summary>
internal static class ReadsBenchmark
{
    private const int Orders = 500;

    public static async Task<IReadOnlyList<Figure>> RunAsync(DatabaseProvider provider, BenchmarkOptions options)
    {
        await using var store = await BenchmarkStore.OpenAsync(provider);
        await store.StartAsync();
        var intake = store.Services.GetRequiredService<IIntake>();
        await SubmitAsync(store, intake, Enumerable.Range(0, Orders), "10", "");
        using var cache = new ReadCache(store.Services.GetRequiredService<ILiveFeed>(), Options.Create(new ReadCacheOptions()), TimeProvider.System);

        await ReadAsync(store, null, 200, 1, intake);
        var plain = await ReadAsync(store, null, 2_000, 2, intake);
        await ReadAsync(store, cache, 2_000, 3, intake);
        var cached = await ReadAsync(store, cache, options.Reads, 4, intake);
        return [new(provider.ToString(), $"{options.Reads:N0} reads of an order, one in 500 changing it", cached, "reads/s", plain)];
    }

    private static async Task<double> ReadAsync(BenchmarkStore store, ReadCache? cache, int reads, int round, IIntake intake)
    {
        var random = new Random(round);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < reads; i++)
        {
            var orderNo = $"R-{random.Next(Orders)}";
            if (i % 500 == 0) await SubmitAsync(store, intake, [random.Next(Orders)], "10", $"{round}-{i}");
            if (cache?.Find(store.Tenant, orderNo, orderNo) is not null) continue;
            var ticket = cache?.Begin(store.Tenant, orderNo);
            await using var scope = store.Services.GetRequiredService<SystemScopes>().Open(store.Tenant);
            var order = (await scope.ServiceProvider.GetRequiredService<IHandler<GetOrder, OrderDetail>>().HandleAsync(new GetOrder(orderNo), CancellationToken.None)).Required;
            var answer = CachedAnswer.Of(JsonSerializer.SerializeToUtf8Bytes(OrderAnswer.Of(order), JsonSerializerOptions.Web), TimeProvider.System.GetUtcNow());
            if (ticket is not null) cache!.Keep(store.Tenant, ticket, orderNo, answer);
        }
        return reads / clock.Elapsed.TotalSeconds;
    }

    private static Task SubmitAsync(BenchmarkStore store, IIntake intake, IEnumerable<int> orders, string status, string again)
    {
        var (now, source) = (TimeProvider.System.GetUtcNow(), DemoConfiguration.Grocer().Sources[0].Code);
        return intake.SubmitAsync([.. orders.Select(x => new IncomingReport(store.Caller, source, new IncomingEvent($"R-{x}{again}", $"R-{x}", status, now, null), false, DateTimeOffset.MinValue))], CancellationToken.None);
    }
}
