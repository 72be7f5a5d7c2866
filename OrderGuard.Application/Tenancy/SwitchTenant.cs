using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Goes on in another tenant that the person is a member of.</summary>
[SignedIn]
public sealed record SwitchTenant(TenantId Tenant);

internal sealed class SwitchTenantHandler(IOrderGuardDb db, Caller caller, AccessDenials denials, SignedInPeople people) : IHandler<SwitchTenant, SignedInPerson>
{
    public async Task<Result<SignedInPerson>> HandleAsync(SwitchTenant request, CancellationToken ct)
    {
        if (caller.Session is not { } id || await db.UserSessions.SingleOrDefaultAsync(x => x.Id == id, ct) is not { } session) return Refusal.NotSignedIn;
        if (await people.ResumeAsync(id, request.Tenant, ct) is not { } person) return Refusal.NotSignedIn;
        if (person.Tenant != request.Tenant)
        {
            await denials.RecordAsync(caller, $"tenant {request.Tenant.Value}", ct);
            return TenancyRefusals.TenantNotFound;
        }
        session.WorkIn(request.Tenant);
        await db.SaveChangesAsync(ct);
        return person;
    }
}
