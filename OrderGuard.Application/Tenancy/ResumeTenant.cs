using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Opens a suspended tenant again.</summary>
[Requires(Permission.ManageTenants)]
public sealed record ResumeTenant(TenantId Id);

internal sealed class ResumeTenantHandler(IOrderGuardDb db, CallerScope callers, AuditTrail audit) : IHandler<ResumeTenant, Done>
{
    public async Task<Result<Done>> HandleAsync(ResumeTenant request, CancellationToken ct)
    {
        if (await db.Tenants.SingleOrDefaultAsync(x => x.Id == request.Id, ct) is not { } tenant) return TenancyRefusals.TenantNotFound;
        tenant.Resume();
        using var platform = callers.WorkIn(TenantId.Platform);
        audit.Record("tenant.resumed", "tenant", tenant.Code);
        await db.SaveChangesAsync(ct);
        return new Done();
    }
}
