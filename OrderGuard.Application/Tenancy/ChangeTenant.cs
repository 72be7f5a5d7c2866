using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Gives a tenant another name or time zone.</summary>
[Requires(Permission.ManageTenants)]
public sealed record ChangeTenant(TenantId Id, string Name, string TimeZone);

public sealed class ChangeTenantValidator : AbstractValidator<ChangeTenant>
{
    public ChangeTenantValidator()
    {
        RuleFor(x => x.Name).NotEmpty().MaximumLength(Tenant.NameMaxLength);
        RuleFor(x => x.TimeZone).NotEmpty().MaximumLength(Tenant.TimeZoneMaxLength);
    }
}

internal sealed class ChangeTenantHandler(IOrderGuardDb db, CallerScope callers, AuditTrail audit) : IHandler<ChangeTenant, Done>
{
    public async Task<Result<Done>> HandleAsync(ChangeTenant request, CancellationToken ct)
    {
        if (!TimeZones.Known(request.TimeZone)) return TenancyRefusals.UnknownTimeZone;
        if (await db.Tenants.SingleOrDefaultAsync(x => x.Id == request.Id, ct) is not { } tenant) return TenancyRefusals.TenantNotFound;
        var before = new { tenant.Name, tenant.TimeZone };
        tenant.Rename(request.Name.Trim(), request.TimeZone);
        using var platform = callers.WorkIn(TenantId.Platform);
        audit.Record("tenant.changed", "tenant", tenant.Code, before, new { tenant.Name, tenant.TimeZone });
        await db.SaveChangesAsync(ct);
        return new Done();
    }
}
