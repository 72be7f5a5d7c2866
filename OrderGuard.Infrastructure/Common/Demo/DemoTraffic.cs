using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Infrastructure.Common.Demo;

/// <summary>Keeps the demo's orders coming and moving, through the same machine interface that a customer's systems use.</summary>
internal sealed partial class DemoTraffic(
    DemoKeys keys, SystemScopes scopes, IServer server, IHostApplicationLifetime lifetime, IOptions<DemoOptions> options, TimeProvider clock, ILogger<DemoTraffic> logger)
    : BackgroundService
{
    private const int StandingStill = 24;
    private const int AfterHistory = 10_000;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ColdChainPayment = TimeSpan.FromMinutes(30);
    private readonly PriorityQueue<(string OrderNo, DemoStep Step, OrderFacts? Facts), DateTimeOffset> _coming = new();
    private readonly List<(string OrderNo, DemoStep Step, OrderFacts? Facts)> _unsent = [];
    private DemoGrocer _grocer = new(0);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var onStart = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        if (!options.Value.Traffic || keys.Tenant is not { } tenant) return;

        var now = clock.GetUtcNow();
        // A seed and numbers of its own for each start of a day, behind those of the history: none must come again.
        _grocer = new DemoGrocer(options.Value.Seed ^ (int)now.ToUnixTimeSeconds(), AfterHistory + (int)(now.TimeOfDay.TotalSeconds * 10));
        await using (var scope = scopes.Open(tenant))
            foreach (var order in await scope.ServiceProvider.GetRequiredService<IOrderGuardDb>().Orders.Where(x => !x.Finished && !x.OrderNo.StartsWith(DemoDishonest.Prefix))
                .Select(x => new { x.OrderNo, x.Status, x.Category, x.StatusSince }).ToListAsync(stoppingToken))
                foreach (var step in _grocer.Rest(order.Status, order.Category, order.StatusSince, now))
                    _coming.Enqueue((order.OrderNo, step, null), step.At);
        for (var i = 0; i < StandingStill; i++)
            Expect(_grocer.StandingStill(now + TimeSpan.FromSeconds(15 + 25 * i), ColdChainPayment));

        using var client = new HttpClient { BaseAddress = OwnAddress(), Timeout = TimeSpan.FromSeconds(10) };
        using var timer = new PeriodicTimer(Beat, clock);
        var owed = 0.0;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            for (owed += options.Value.OrdersPerMinute / 60.0; owed >= 1; owed--) Expect(_grocer.Next(clock.GetUtcNow()));
            while (_coming.TryPeek(out var next, out var at) && at <= clock.GetUtcNow())
            {
                _coming.Dequeue();
                _unsent.Add(next);
            }
            await SendAsync(client, stoppingToken);
        }
    }

    private void Expect(DemoOrder order)
    {
        for (var n = 0; n < order.Steps.Count; n++)
            _coming.Enqueue((order.OrderNo, order.Steps[n], n == 0 ? order.Facts : null), order.Steps[n].At);
    }

    // What could not be sent stays and is sent again: event ids make that harmless.
    private async Task SendAsync(HttpClient client, CancellationToken ct)
    {
        foreach (var bySource in _unsent.GroupBy(x => x.Step.Source).ToList())
        {
            foreach (var batch in bySource.Chunk(500))
            {
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events")
                    {
                        Content = JsonContent.Create(new
                        {
                            events = batch.Select(x => new { id = $"{x.OrderNo}-{x.Step.Status}", orderNo = x.OrderNo, status = x.Step.Word, occurredAt = x.Step.At, order = x.Facts }),
                        }),
                    };
                    request.Headers.Add("X-Api-Key", keys.SecretOf(bySource.Key));
                    using var answer = await client.SendAsync(request, ct);
                    if (!answer.IsSuccessStatusCode)
                    {
                        LogRefused((int)answer.StatusCode, bySource.Key);
                        continue;
                    }
                    foreach (var sent in batch) _unsent.Remove(sent);
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
                {
                    LogUnsent(e.Message);
                }
            }
        }
    }

    private Uri OwnAddress()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost:5080";
        return new Uri(address.Replace("//[::]", "//127.0.0.1", StringComparison.Ordinal).Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal)
            .Replace("//+", "//127.0.0.1", StringComparison.Ordinal).Replace("//*", "//127.0.0.1", StringComparison.Ordinal));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The demo's events of {Source} were answered with {Status}; they are sent again")]
    private partial void LogRefused(int status, string source);

    [LoggerMessage(Level = LogLevel.Information, Message = "The demo's events could not be sent yet: {Reason}")]
    private partial void LogUnsent(string reason);
}

/// <summary>The demo's keys of this run: made anew at each start, held in memory only.</summary>
internal sealed class DemoKeys
{
    private readonly Dictionary<string, string> _secrets = [];

    public Domain.Tenancy.TenantId? Tenant { get; set; }

    public string SecretOf(string source) => _secrets[source];

    public void Set(string source, string secret) => _secrets[source] = secret;
}
