using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>A person, as other features name one.</summary>
public sealed record PersonName(UserId Id, string Name);

/// <summary>How a person is reached.</summary>
public sealed record Contact(UserId Id, string Name, string Email, string? Mobile)
{
    /// <summary>The number as logs show it.</summary>
    public string MaskedMobile => Orders.PersonalData.MaskPhone(Mobile) ?? "";
}

/// <summary>A member of a tenant, as the people page lists one.</summary>
public sealed record Member(
    UserId Id, string Name, string Email, Role Role, DateTimeOffset Since, DateTimeOffset? LastSeenAt, bool Locked, DateTimeOffset? LockedOutUntil, bool SecondFactor, Guid Revision);

/// <summary>Knows the people by name: who somebody is, and whom work can be given to.</summary>
public interface IPeople
{
    /// <summary>The names of those ids that are known; also of people who have left a tenant since.</summary>
    Task<IReadOnlyDictionary<UserId, string>> NamesAsync(IReadOnlyCollection<UserId> ids, CancellationToken ct);

    /// <summary>The members of a tenant who may handle alerts, by name.</summary>
    Task<IReadOnlyList<PersonName>> AssignableAsync(TenantId tenant, CancellationToken ct);

    /// <summary>How those of the people are reached who are members of the tenant and not locked there, in the order given.</summary>
    Task<IReadOnlyList<Contact>> ContactsAsync(TenantId tenant, IReadOnlyCollection<UserId> ids, CancellationToken ct);

    /// <summary>The members of a tenant whose name or e-mail holds the text, by name, and how many there are.</summary>
    Task<(IReadOnlyList<Member> Rows, int Count)> MembersAsync(TenantId tenant, string? text, int skip, int take, CancellationToken ct);
}
