using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>Keeps the requests to the machine interface, off the way of the requests themselves: they are queued, and stored in batches.</summary>
/// <remarks>The queue is bounded. What does not fit, or cannot be stored, is counted and told in the log itself: an entry that says how many are missing.</remarks>
public sealed partial class RequestLog(SystemScopes scopes, ConfigurationSnapshots configurations, TimeProvider clock, ILogger<RequestLog> logger) : IDisposable
{
    public const int MostWaiting = 20_000;
    private const int MostAtOnce = 2_000;
    private const int PurgedAtOnce = 2_000;
    private static readonly Meter Meter = new("OrderGuard.Gateway");
    private static readonly Counter<long> LostRequests = Meter.CreateCounter<long>("orderguard.gateway.requests.lost");
    private readonly Channel<ApiRequest> _waiting = Channel.CreateBounded<ApiRequest>(MostWaiting);
    private readonly ConcurrentDictionary<TenantId, int> _lost = new();
    private readonly SemaphoreSlim _storing = new(1, 1);

    /// <summary>Queues a request that has been answered; never waits.</summary>
    public void Add(ApiRequest request)
    {
        if (!_waiting.Writer.TryWrite(request)) Lose(request.TenantId, 1);
    }

    /// <summary>Stores all that is queued.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        await _storing.WaitAsync(ct);
        try
        {
            var batch = new List<ApiRequest>();
            do
            {
                batch.Clear();
                while (batch.Count < MostAtOnce && _waiting.Reader.TryRead(out var request)) batch.Add(request);
                foreach (var tenant in batch.Select(x => x.TenantId).Concat(_lost.Keys).Distinct().ToList())
                    await StoreAsync(tenant, [.. batch.Where(x => x.TenantId == tenant)], ct);
            }
            while (batch.Count == MostAtOnce);
        }
        finally
        {
            _storing.Release();
        }
    }

    /// <summary>Deletes what has been kept for as long as the tenant wants it kept.</summary>
    public async Task PurgeAsync(CancellationToken ct)
    {
        foreach (var tenant in await scopes.EveryTenantAsync(ct))
        {
            await using var scope = scopes.Open(tenant);
            var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
            var now = clock.GetUtcNow();
            var before = now - TimeSpan.FromDays((await configurations.GetAsync(db, tenant, ct)).Document.Retention.RequestDays);
            while (await db.ApiRequests.Where(x => x.At < before).OrderBy(x => x.At).Select(x => x.Id).Take(PurgedAtOnce).ToListAsync(ct) is { Count: > 0 } old)
                await db.ApiRequests.Where(x => old.Contains(x.Id)).ExecuteDeleteAsync(ct);
            await db.UsedNonces.Where(x => x.UsedAt < now - (2 * RequestSignature.Window)).ExecuteDeleteAsync(ct);
        }
    }

    public void Dispose() => _storing.Dispose();

    private async Task StoreAsync(TenantId tenant, List<ApiRequest> requests, CancellationToken ct)
    {
        _lost.TryRemove(tenant, out var lost);
        if (lost > 0) requests.Add(ApiRequest.Missing(tenant, lost, clock.GetUtcNow()));
        if (requests.Count == 0) return;
        try
        {
            await using var scope = scopes.Open(tenant);
            var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
            await db.InTransactionAsync(async token =>
            {
                foreach (var request in requests) db.ApiRequests.Add(request);
                return await db.SaveChangesAsync(token);
            }, ct);
        }
#pragma warning disable CA1031 // Whatever the database says: the requests were answered, and that they are missing here is told.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotStored(tenant.Value, requests.Count, e);
            Lose(tenant, requests.Sum(x => Math.Max(1, x.Lost)));
        }
#pragma warning restore CA1031
    }

    private void Lose(TenantId tenant, int count)
    {
        LostRequests.Add(count);
        if (_lost.AddOrUpdate(tenant, count, (_, before) => before + count) == count) LogLost(tenant.Value);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The request log of tenant {TenantId} cannot keep up; its own entries will say how many requests are missing")]
    private partial void LogLost(Guid tenantId);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} requests of tenant {TenantId} could not be kept in the request log")]
    private partial void LogNotStored(Guid tenantId, int count, Exception exception);
}
