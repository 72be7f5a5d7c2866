using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrderGuard.Infrastructure.Integrations;
using OrderGuard.Testing;
using RabbitMQ.Client;

namespace OrderGuard.Infrastructure.Tests.Integrations;

/// <summary>One node of the application that works with a broker.</summary>
internal sealed class BrokerNode : IAsyncDisposable
{
    private BrokerNode(TestApp app) => App = app;

    public TestApp App { get; }

    public static async Task<BrokerNode> StartAsync(RabbitMqServer broker, string prefix, string? postgreSql = null, bool inbound = true, bool outbound = true, Action<IServiceCollection>? more = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["RabbitMq:Uri"] = broker.Uri, ["RabbitMq:Prefix"] = prefix, ["RabbitMq:Inbound"] = inbound.ToString(), ["RabbitMq:Outbound"] = outbound.ToString(),
        }).Build();
        void Add(IServiceCollection services)
        {
            services.AddBroker(configuration);
            more?.Invoke(services);
        }

        return new BrokerNode(postgreSql is null ? await TestApp.OnSqliteAsync(more: Add) : await TestApp.OnPostgreSqlAsync(postgreSql, more: Add));
    }

    /// <summary>Lets it work; before, companies are founded.</summary>
    public async Task<BrokerNode> RunAsync()
    {
        foreach (var service in App.Services.GetServices<IHostedService>()) await service.StartAsync(CancellationToken.None);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in App.Services.GetServices<IHostedService>().Reverse()) await service.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
    }

    /// <summary>A client as another system's programmer would write it, with confirmations.</summary>
    public static async Task<(IConnection Connection, IChannel Channel)> ClientAsync(RabbitMqServer broker)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(broker.Uri), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
        return (connection, await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)));
    }

    public static async Task EventuallyAsync(Func<Task<bool>> holds, string what, int seconds = 180)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await holds()) return;
            }
            catch (Exception e) when (e is RabbitMQ.Client.Exceptions.RabbitMQClientException or TimeoutException && patience.Elapsed.TotalSeconds < seconds)
            {
                // Not there yet.
            }
            if (patience.Elapsed.TotalSeconds > seconds) throw new TimeoutException($"Within {seconds} s it did not come about that {what}.");
            await Task.Delay(100);
        }
    }
}
