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
    ApiKeyState State, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, string? LastUsedFrom);

public sealed record ApiKeyList(IReadOnlyList<ApiKeyRow> Keys, IReadOnlyList<string> Sources);

internal sealed class GetApiKeysHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, TimeProvider clock) : IHandler<GetApiKeys, ApiKeyList>
{
    public async Task<Result<ApiKeyList>> HandleAsync(GetApiKeys request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var keys = await db.ApiKeys.AsNoTracking().OrderBy(x => x.Name).ThenBy(x => x.CreatedAt).ToListAsync(ct);
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        return new ApiKeyList([.. keys.Select(x => Row(x, now)).OrderBy(x => x.State)], [.. configuration.Document.Sources.Select(x => x.Code)]);
    }

    public static ApiKeyRow Row(ApiKey x, DateTimeOffset now) => new(
        x.Id, x.Name, x.Prefix, x.Source, x.Scopes, x.AllowedAddresses, x.RequestsPerMinute,
        x.RevokedAt is not null ? ApiKeyState.Revoked : x.IsValidAt(now) ? ApiKeyState.Active : ApiKeyState.Expired,
        x.CreatedAt, x.CreatedBy, x.ExpiresAt, x.LastUsedAt, x.LastUsedFrom);
}
