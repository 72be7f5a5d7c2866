using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>Changes what a key may do, from where, how often and how long; its secret and its source stay.</summary>
[Requires(Permission.ManageApiKeys)]
public sealed record ChangeApiKey(ApiKeyId Id, string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string> AllowedAddresses, int RequestsPerMinute, DateTimeOffset? ExpiresAt, ApiKeyGuards? Guards = null) : IApiKeyTerms;

internal sealed class ChangeApiKeyHandler(IOrderGuardDb db, AuditTrail audit, ApiKeyRing ring) : IHandler<ChangeApiKey, Done>
{
    public async Task<Result<Done>> HandleAsync(ChangeApiKey request, CancellationToken ct)
    {
        var key = await db.ApiKeys.SingleOrDefaultAsync(x => x.Id == request.Id, ct);
        if (key is null) return ApiKeyRefusals.NotFound;
        if (key.RevokedAt is not null) return ApiKeyRefusals.Revoked;

        var before = ApiKeyTerms.Of(key);
        key.Change(request.Name.Trim(), [.. request.Scopes.Distinct()], request.AllowedAddresses, request.RequestsPerMinute, request.ExpiresAt);
        if (request.Guards is { } guards) key.Guard(guards);
        audit.Record("api-key.changed", "api-key", key.Name, before, ApiKeyTerms.Of(key));
        await db.SaveChangesAsync(ct);
        ring.Forget();
        return new Done();
    }
}

/// <summary>Revokes a key for good.</summary>
[Requires(Permission.ManageApiKeys)]
public sealed record RevokeApiKey(ApiKeyId Id);

internal sealed class RevokeApiKeyHandler(IOrderGuardDb db, AuditTrail audit, ApiKeyRing ring, TimeProvider clock) : IHandler<RevokeApiKey, Done>
{
    public async Task<Result<Done>> HandleAsync(RevokeApiKey request, CancellationToken ct)
    {
        var key = await db.ApiKeys.SingleOrDefaultAsync(x => x.Id == request.Id, ct);
        if (key is null) return ApiKeyRefusals.NotFound;
        if (key.RevokedAt is not null) return ApiKeyRefusals.Revoked;

        key.Revoke(clock.GetUtcNow());
        audit.Record("api-key.revoked", "api-key", key.Name, ApiKeyTerms.Of(key));
        await db.SaveChangesAsync(ct);
        ring.Forget();
        return new Done();
    }
}
