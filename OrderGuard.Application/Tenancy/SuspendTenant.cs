using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Closes a tenant to its people and keys at once; nothing of it is lost.</summary>
[Requires(Permission.ManageTenants)]
public sealed record SuspendTenant(TenantId Id);

internal sealed class SuspendTenantHandler(IOrderGuardDb db, CallerScope callers, AuditTrail audit) : IHandler<SuspendTenant, Done>
{
    public async Task<Result<Done>> HandleAsync(SuspendTenant request, CancellationToken ct)
    {
        if (await db.Tenants.SingleOrDefaultAsync(x => x.Id == request.Id, ct) is not { } tenant) return TenancyRefusals.TenantNotFound;
        tenant.Suspend();
        using var platform = callers.WorkIn(TenantId.Platform);
        audit.Record("tenant.suspended", "tenant", tenant.Code);
        await db.SaveChangesAsync(ct);
        return new Done();
    }
}
