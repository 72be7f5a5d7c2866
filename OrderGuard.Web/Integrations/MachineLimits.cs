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
/// <remarks>What is left is said in the fields of draft-ietf-httpapi-ratelimit-headers, and in the plain ones of its earlier versions.</remarks>
internal sealed class MachineLimits(RequestDelegate next, AccessDenials denials, DailyQuotas quotas) : IDisposable
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
            var limiter = LimiterOf(key);
            using var lease = limiter.AttemptAcquire();
            var day = lease.IsAcquired ? quotas.Take(key) : null;
            TellRest(context.Response.Headers, key, limiter, day);
            if (!lease.IsAcquired)
            {
                var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                await RefuseAsync(context.Response, wait, "too-many-requests", $"This key may make {key.RequestsPerMinute} requests a minute.");
                return;
            }
            if (day is { Taken: false })
            {
                await RefuseAsync(context.Response, day.Reset, "day-quota-used-up", $"This key may make {day.Limit} requests a day; the next day begins at midnight UTC.");
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

    private static Task RefuseAsync(HttpResponse response, TimeSpan wait, string code, string detail)
    {
        response.Headers.RetryAfter = Text(Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)));
        return response.WriteProblemAsync(StatusCodes.Status429TooManyRequests, code, detail);
    }

    /// <summary>The plain fields tell of the limit that is reached first.</summary>
    private static void TellRest(IHeaderDictionary headers, KnownApiKey key, TokenBucketRateLimiter limiter, DayLeft? day)
    {
        var left = Math.Max(0, limiter.GetStatistics()?.CurrentAvailablePermits ?? 0);
        // The bucket fills evenly: so long until it is full again.
        var full = (long)Math.Ceiling((key.RequestsPerMinute - left) * 60m / key.RequestsPerMinute);
        var scarce = day is not null && day.Remaining < left;
        headers["RateLimit-Limit"] = Text(scarce ? day!.Limit : key.RequestsPerMinute);
        headers["RateLimit-Remaining"] = Text(scarce ? day!.Remaining : left);
        headers["RateLimit-Reset"] = Text(scarce ? (long)day!.Reset.TotalSeconds : full);
        headers["RateLimit-Policy"] = $"\"minute\";q={Text(key.RequestsPerMinute)};w=60" + (day is null ? "" : $", \"day\";q={Text(day.Limit)};w=86400");
        headers["RateLimit"] = $"\"minute\";r={Text(left)};t={Text(full)}" + (day is null ? "" : $", \"day\";r={Text(day.Remaining)};t={Text((long)day.Reset.TotalSeconds)}");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

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
