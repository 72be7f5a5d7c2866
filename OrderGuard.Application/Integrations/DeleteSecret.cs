using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>Forgets a secret; what names it fails from then on.</summary>
[Requires(Permission.EditConfiguration)]
public sealed record DeleteSecret(string Name);

internal sealed class DeleteSecretHandler(IOrderGuardDb db, AuditTrail audit) : IHandler<DeleteSecret, Done>
{
    public async Task<Result<Done>> HandleAsync(DeleteSecret request, CancellationToken ct)
    {
        if (await db.Secrets.SingleOrDefaultAsync(x => x.Name == request.Name, ct) is not { } secret) return Refusal.NotFound("secret");
        db.Secrets.Remove(secret);
        audit.Record("secret.deleted", "secret", request.Name);
        await db.SaveChangesAsync(ct);
        return new Done();
    }
}
