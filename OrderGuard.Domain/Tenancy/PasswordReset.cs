using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Tenancy;

public readonly record struct PasswordResetId(Guid Value) : IIdentifier<PasswordResetId>
{
    public static PasswordResetId New() => new(Guid.CreateVersion7());

    public static PasswordResetId From(Guid value) => new(value);
}

/// <summary>Leave to choose a new password once, with the link that only its hash is kept of.</summary>
public sealed class PasswordReset
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private PasswordReset() { } // EF Core

    public PasswordResetId Id { get; private set; }
    public UserId UserId { get; private set; }
    public string TokenHash { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public DateTimeOffset? SpentAt { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static PasswordReset For(UserId user, string tokenHash, DateTimeOffset now) =>
        new() { Id = PasswordResetId.New(), UserId = user, TokenHash = tokenHash, CreatedAt = now, ExpiresAt = now + Lifetime };

    public bool IsOpen(DateTimeOffset now) => SpentAt is null && now < ExpiresAt;

    /// <summary>Used, or replaced by a newer one.</summary>
    public Refusal? Spend(DateTimeOffset now)
    {
        if (!IsOpen(now)) return TenancyRefusals.LinkSpent;
        SpentAt = now;
        return null;
    }
}
