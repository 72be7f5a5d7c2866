using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Integrations;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Integrations;

/// <summary>Holds every key to its limits: allowed addresses, requests in a minute, size of a body.</summary>
internal sealed class MachineLimits(RequestDelegate next, AccessDenials denials) : IDisposable
{
    public const long MostBytes = 8 * 1024 * 1024;
    private readonly ConcurrentDictionary<ApiKeyId, (int PerMinute, TokenBucketRateLimiter Limiter)> _limiters = new();

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.User.FindFirst(ApiKeyAuthentication.ShutOut)?.Value is { } reason)
        {
            await denials.RecordAsync(context.User.ToCaller(context.Connection.RemoteIpAddress?.ToString()), $"{context.Request.Method} {reason}", context.RequestAborted);
            await context.Response.WriteProblemAsync(StatusCodes.Status403Forbidden, reason, reason is ApiKeyAuthentication.TenantSuspended
                ? "This company is suspended." : "This key may not be used from this address.");
            return;
        }
        if (context.Features.Get<KnownApiKey>() is { } key)
        {
            using var lease = LimiterOf(key).AttemptAcquire();
            if (!lease.IsAcquired)
            {
                var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                await context.Response.WriteProblemAsync(StatusCodes.Status429TooManyRequests, "too-many-requests", $"This key may make {key.RequestsPerMinute} requests a minute.");
                return;
            }
        }
        if (context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is null)
        {
            if (context.Request.ContentLength > MostBytes)
            {
                context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                return;
            }
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MostBytes;
        }
        await next(context);
    }

    public void Dispose()
    {
        foreach (var (_, limiter) in _limiters.Values) limiter.Dispose();
    }

    /// <summary>A full minute's requests may come at once; what was used comes back evenly.</summary>
    private TokenBucketRateLimiter LimiterOf(KnownApiKey key) => _limiters.AddOrUpdate(key.Id,
        (_, k) => (k.RequestsPerMinute, Make(k.RequestsPerMinute)),
        (_, known, k) => known.PerMinute == k.RequestsPerMinute ? known : (k.RequestsPerMinute, Make(k.RequestsPerMinute)), key).Limiter;

    private static TokenBucketRateLimiter Make(int perMinute) => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / 60),
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / Math.Min(60, perMinute),
        QueueLimit = 0,
    });
}
