using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Keeps a consumer going for each source of each company, and follows when companies and sources come and go.</summary>
internal sealed partial class InboundService(
    RabbitMqConnection broker, BrokerTopology topology, DeadLetterBox dead, StoreProbe store, SystemScopes scopes, ConfigurationSnapshots configurations, IIntake intake, ILiveFeed feed,
    IOptions<RabbitMqOptions> options, TimeProvider clock, ILogger<InboundService> logger) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, (Task Task, CancellationTokenSource Stop)> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var bell = new SemaphoreSlim(0);
        using var watch = feed.Listen(x =>
        {
            if (x is ConfigurationLiveChange && bell.CurrentCount == 0) bell.Release();
        });
        try
        {
            while (true)
            {
                await broker.GetAsync(stoppingToken);
                try
                {
                    await FollowAsync(await WantedAsync(stoppingToken), stoppingToken);
                }
#pragma warning disable CA1031 // The store is away; the consumers that run go on.
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    LogFailed(e.Message);
                }
#pragma warning restore CA1031
                await bell.WaitAsync(Beat, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // On the way down: what is not acknowledged goes back into its queue.
        }
        foreach (var (_, stop) in _running.Values) await stop.CancelAsync();
        await Task.WhenAll(_running.Values.Select(x => x.Task));
    }

    /// <summary>The queues that there should be, by their names.</summary>
    private async Task<Dictionary<string, InboundQueue>> WantedAsync(CancellationToken ct)
    {
        List<Tenant> tenants;
        await using (var scope = scopes.Open(tenant: null)) tenants = await scope.ServiceProvider.GetRequiredService<OrderGuardDb>().Tenants.AsNoTracking().Where(x => !x.Suspended).ToListAsync(ct);
        var wanted = new Dictionary<string, InboundQueue>();
        foreach (var tenant in tenants)
        {
            await using var scope = scopes.Open(tenant.Id);
            var configuration = await configurations.GetAsync(scope.ServiceProvider.GetRequiredService<IOrderGuardDb>(), tenant.Id, ct);
            if (configuration.Document.Sources.Count == 0) continue;
            wanted.Add(broker.Names.Dead(tenant.Code), new InboundQueue(tenant.Id, tenant.Code, ""));
            foreach (var source in configuration.Document.Sources) wanted.TryAdd(broker.Names.Inbound(tenant.Code, source.Code), new InboundQueue(tenant.Id, tenant.Code, source.Code));
        }
        return wanted;
    }

    private async Task FollowAsync(Dictionary<string, InboundQueue> wanted, CancellationToken ct)
    {
        foreach (var name in _running.Keys.Where(x => !wanted.ContainsKey(x) || _running[x].Task.IsCompleted).ToList())
        {
            var (task, stop) = _running[name];
            await stop.CancelAsync();
            await task;
            stop.Dispose();
            _running.Remove(name);
        }
        foreach (var (name, queue) in wanted.Where(x => !_running.ContainsKey(x.Key)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            _running.Add(name, (Task.Run(() => KeepGoingAsync(name, queue, stop.Token), CancellationToken.None), stop));
        }
    }

    private async Task KeepGoingAsync(string name, InboundQueue queue, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                // What is handed out while the store is away would only be given back, which the broker counts.
                await store.WaitAsync(queue.Tenant, ct);
                var connection = await broker.GetAsync(ct);
                if (queue.Source.Length == 0) await new DeadLetterReader(queue.Tenant, queue.Code, broker.Names, scopes, clock, logger).RunAsync(connection, topology, ct);
                else await new InboundConsumer(queue, name, scopes, intake, dead, store, clock, logger).RunAsync(connection, topology, options.Value.Prefetch, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The connection was lost, or the queue was made otherwise than it should be: told, and tried again.
            catch (Exception e)
            {
                LogInterrupted(name, e.Message);
            }
#pragma warning restore CA1031
            await Task.Delay(Pause, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The queues to be read could not be looked up: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reading the queue {Queue} was interrupted: {Reason}")]
    private partial void LogInterrupted(string queue, string reason);
}
