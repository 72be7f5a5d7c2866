using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Tenancy;

public readonly record struct InvitationId(Guid Value) : IIdentifier<InvitationId>
{
    public static InvitationId New() => new(Guid.CreateVersion7());

    public static InvitationId From(Guid value) => new(value);
}

/// <summary>An offer to join a tenant in a role, taken up once with the link that only its hash is kept of.</summary>
public sealed class Invitation : ITenantOwned
{
    public const int EmailMaxLength = 200;
    public const int TokenHashLength = 64;
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private Invitation() { } // EF Core

    public InvitationId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public string Email { get; private set; } = "";
    public Role Role { get; private set; }
    public string TokenHash { get; private set; } = "";
    public string InvitedBy { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public DateTimeOffset? AcceptedAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static Invitation To(TenantId tenant, string email, Role role, string tokenHash, string invitedBy, DateTimeOffset now) => new()
    {
        Id = InvitationId.New(), TenantId = tenant, Email = email, Role = role, TokenHash = tokenHash, InvitedBy = invitedBy,
        CreatedAt = now, ExpiresAt = now + Lifetime,
    };

    /// <summary>Neither taken up, nor taken back, nor past its time.</summary>
    public bool IsOpen(DateTimeOffset now) => AcceptedAt is null && RevokedAt is null && now < ExpiresAt;

    public Refusal? Accept(DateTimeOffset now)
    {
        if (!IsOpen(now)) return TenancyRefusals.LinkSpent;
        AcceptedAt = now;
        return null;
    }

    public Refusal? Revoke(DateTimeOffset now)
    {
        if (AcceptedAt is not null || RevokedAt is not null) return TenancyRefusals.LinkSpent;
        RevokedAt = now;
        return null;
    }
}
