using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Begins a browser session for somebody who has proved to be the person.</summary>
internal sealed class SessionStart(IOrderGuardDb db, CallerScope callers, AuditTrail audit, SignedInPeople people, TimeProvider clock)
{
    public async Task<SignedInPerson> BeginAsync(Account account, string device, bool remember, CancellationToken ct)
    {
        var address = callers.Current.Actor.Address;
        var tenant = await TenantOfAsync(account, ct);
        var session = UserSession.Begin(account.Id, account.Stamp, device, address, remember, tenant, clock.GetUtcNow());
        using (callers.WorkIn(tenant, new Actor(ActorKind.Person, account.Id.Value.ToString(), account.DisplayName, address)))
        {
            db.UserSessions.Add(session);
            audit.Record("person.signed-in", "person", account.DisplayName, null, new { session = session.Id.Value, device = session.Device });
            await db.SaveChangesAsync(ct);
        }
        return await people.ResumeAsync(session.Id, tenant, ct) ?? throw new InvalidOperationException("A session that has just begun is not live.");
    }

    /// <summary>The tenant that the person worked in last, where that is still possible.</summary>
    public async Task<TenantId> TenantOfAsync(Account account, CancellationToken ct)
    {
        var last = await db.UserSessions.Where(x => x.UserId == account.Id).OrderByDescending(x => x.LastSeenAt).Select(x => x.LastTenant).FirstOrDefaultAsync(ct);
        return SignedInPeople.Choose(await SignedInPeople.TenantsOfAsync(db, account.Id, ct), account.IsPlatformOperator, last);
    }
}
