using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>Makes the secret that a key signs sensitive operations with; told once, in the answer. The one before stops counting.</summary>
[Requires(Permission.ManageApiKeys)]
public sealed record RenewSigningSecret(ApiKeyId Id);

/// <summary>The secret, to be kept where the system keeps its own.</summary>
public sealed record NewSigningSecret(string Secret);

internal sealed class RenewSigningSecretHandler(IOrderGuardDb db, Caller caller, ISecretProtector protector, AuditTrail audit, ApiKeyRing ring, TimeProvider clock) : IHandler<RenewSigningSecret, NewSigningSecret>
{
    public async Task<Result<NewSigningSecret>> HandleAsync(RenewSigningSecret request, CancellationToken ct)
    {
        var key = await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(x => x.Id == request.Id, ct);
        if (key is null) return ApiKeyRefusals.NotFound;
        if (key.RevokedAt is not null) return ApiKeyRefusals.Revoked;

        var secret = "ogs_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var (tenant, name, now) = (caller.RequiredTenant, ApiKey.SigningSecretOf(key.Id), clock.GetUtcNow());
        var kept = await db.Secrets.SingleOrDefaultAsync(x => x.Name == name, ct);
        if (kept is null) db.Secrets.Add(Secret.Keep(tenant, name, protector.Protect(tenant, secret), caller.Actor.Name, now));
        else kept.Replace(protector.Protect(tenant, secret), caller.Actor.Name, now);
        audit.Record(kept is null ? "api-key.signing-secret-made" : "api-key.signing-secret-renewed", "api-key", key.Name);
        await db.SaveChangesAsync(ct);
        ring.Forget();
        return new NewSigningSecret(secret);
    }
}
