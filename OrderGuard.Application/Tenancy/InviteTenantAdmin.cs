using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Offers somebody to administer a tenant, from outside it: for a first administrator who lost the link, or a tenant that lost its last one.</summary>
[Requires(Permission.ManageTenants)]
public sealed record InviteTenantAdmin(TenantId Tenant, string Email);

public sealed class InviteTenantAdminValidator : AbstractValidator<InviteTenantAdmin>
{
    public InviteTenantAdminValidator()
    {
        RuleFor(x => x.Email).EmailAddress().MaximumLength(Invitation.EmailMaxLength);
    }
}

internal sealed class InviteTenantAdminHandler(IOrderGuardDb db, Invitations invitations, CallerScope callers) : IHandler<InviteTenantAdmin, HandedLink>
{
    public async Task<Result<HandedLink>> HandleAsync(InviteTenantAdmin request, CancellationToken ct)
    {
        if (!await db.Tenants.AnyAsync(x => x.Id == request.Tenant, ct)) return TenancyRefusals.TenantNotFound;
        using var inside = callers.WorkIn(request.Tenant);
        var link = await invitations.AddAsync(request.Email, Role.TenantAdmin, ct);
        await db.SaveChangesAsync(ct);
        return link;
    }
}
