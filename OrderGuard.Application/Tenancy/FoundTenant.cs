using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Founds a tenant with its ledger and its hash key, and invites the first administrator where one is named.</summary>
[Requires(Permission.ManageTenants)]
public sealed record FoundTenant(string Code, string Name, string TimeZone, string? AdminEmail);

public sealed record FoundedTenant(TenantId Id, HandedLink? AdminLink);

public sealed class FoundTenantValidator : AbstractValidator<FoundTenant>
{
    public FoundTenantValidator()
    {
        RuleFor(x => x.Code).NotEmpty().MaximumLength(Tenant.CodeMaxLength).Matches("^[a-z0-9]+(-[a-z0-9]+)*$");
        RuleFor(x => x.Name).NotEmpty().MaximumLength(Tenant.NameMaxLength);
        RuleFor(x => x.TimeZone).NotEmpty().MaximumLength(Tenant.TimeZoneMaxLength);
        RuleFor(x => x.AdminEmail).EmailAddress().MaximumLength(Invitation.EmailMaxLength).When(x => !string.IsNullOrEmpty(x.AdminEmail));
    }
}

internal sealed class FoundTenantHandler(IOrderGuardDb db, ITenantSecrets secrets, Invitations invitations, CallerScope callers, AuditTrail audit, TimeProvider clock)
    : IHandler<FoundTenant, FoundedTenant>
{
    public async Task<Result<FoundedTenant>> HandleAsync(FoundTenant request, CancellationToken ct)
    {
        if (!TimeZones.Known(request.TimeZone)) return TenancyRefusals.UnknownTimeZone;
        if (await db.Tenants.AnyAsync(x => x.Code == request.Code, ct)) return TenancyRefusals.CodeTaken;

        return await db.InTransactionAsync<Result<FoundedTenant>>(async token =>
        {
            var tenant = Tenant.Found(request.Code, request.Name.Trim(), request.TimeZone, secrets.NewProtectedHashKey(), clock.GetUtcNow());
            using (callers.WorkIn(TenantId.Platform))
            {
                db.Tenants.Add(tenant);
                audit.Record("tenant.founded", "tenant", tenant.Code, null, new { tenant.Name, tenant.TimeZone });
                await db.SaveChangesAsync(token);
            }
            using (callers.WorkIn(tenant.Id))
            {
                db.Ledgers.Add(TenantLedger.For(tenant.Id));
                await db.SaveChangesAsync(token);
                audit.Record("tenant.founded", "tenant", tenant.Code, null, new { tenant.Name, tenant.TimeZone });
                var link = string.IsNullOrEmpty(request.AdminEmail) ? null : await invitations.AddAsync(request.AdminEmail, Role.TenantAdmin, token);
                await db.SaveChangesAsync(token);
                return new FoundedTenant(tenant.Id, link);
            }
        }, ct);
    }
}
