using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Tenancy;

/// <summary>A person's role in one tenant; a person may have several memberships.</summary>
public sealed class Membership : ITenantOwned
{
    private Membership() { } // EF Core

    public TenantId TenantId { get; private set; }
    public UserId UserId { get; private set; }
    public Role Role { get; private set; }
    public DateTimeOffset Since { get; private set; }

    /// <summary>Shut out of this tenant until an administrator lets the person in again; other tenants are not touched.</summary>
    public bool Locked { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static Membership Of(TenantId tenant, UserId user, Role role, DateTimeOffset now) =>
        new() { TenantId = tenant, UserId = user, Role = role, Since = now };

    public void Change(Role role) => Role = role;

    public void Lock() => Locked = true;

    public void Unlock() => Locked = false;
}
