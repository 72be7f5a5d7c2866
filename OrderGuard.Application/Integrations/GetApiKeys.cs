using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>The tenant's keys, and the sources that a key may speak for.</summary>
[Requires(Permission.ViewApiKeys)]
public sealed record GetApiKeys;

public enum ApiKeyState
{
    Active,
    Expired,
    Revoked,
}

public sealed record ApiKeyRow(
    ApiKeyId Id, string Name, string Prefix, string Source, IReadOnlyList<string> Scopes, IReadOnlyList<string> AllowedAddresses, int RequestsPerMinute,
    ApiKeyState State, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, string? LastUsedFrom)
{
    public ApiKeyGuards Guards { get; init; } = ApiKeyGuards.None;

    /// <summary>Requests of today (UTC), of a key with a quota for the day.</summary>
    public long UsedToday { get; init; }

    /// <summary>Whether a secret to sign with is kept.</summary>
    public bool HasSigningSecret { get; init; }
}

public sealed record ApiKeyList(IReadOnlyList<ApiKeyRow> Keys, IReadOnlyList<string> Sources);

internal sealed class GetApiKeysHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, TimeProvider clock) : IHandler<GetApiKeys, ApiKeyList>
{
    public async Task<Result<ApiKeyList>> HandleAsync(GetApiKeys request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var keys = await db.ApiKeys.AsNoTracking().OrderBy(x => x.Name).ThenBy(x => x.CreatedAt).ToListAsync(ct);
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var signing = (await db.Secrets.Where(x => x.Name.StartsWith("signing.")).Select(x => x.Name).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        return new ApiKeyList([.. keys.Select(x => Row(x, now) with { HasSigningSecret = signing.Contains(ApiKey.SigningSecretOf(x.Id)) }).OrderBy(x => x.State)], [.. configuration.Document.Sources.Select(x => x.Code)]);
    }

    public static ApiKeyRow Row(ApiKey x, DateTimeOffset now) => new(
        x.Id, x.Name, x.Prefix, x.Source, x.Scopes, x.AllowedAddresses, x.RequestsPerMinute,
        x.RevokedAt is not null ? ApiKeyState.Revoked : x.IsValidAt(now) ? ApiKeyState.Active : ApiKeyState.Expired,
        x.CreatedAt, x.CreatedBy, x.ExpiresAt, x.LastUsedAt, x.LastUsedFrom)
    {
        Guards = ApiKeyGuards.Of(x), UsedToday = x.UsedOn == DailyQuotas.DayOf(now) ? x.UsedThatDay : 0,
    };
}
