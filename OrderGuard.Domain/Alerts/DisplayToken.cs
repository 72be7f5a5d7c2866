using System.Security.Cryptography;
using System.Text;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Alerts;

public readonly record struct DisplayTokenId(Guid Value) : IIdentifier<DisplayTokenId>
{
    public static DisplayTokenId New() => new(Guid.CreateVersion7());

    public static DisplayTokenId From(Guid value) => new(value);
}

/// <summary>Lets a screen on a wall show the tenant's alert wall without a sign-in, and nothing else; stored only as a hash.</summary>
public sealed class DisplayToken : ITenantOwned
{
    public const int NameMaxLength = 80;
    public const string Prefix = "ogd_";

    private DisplayToken() { } // EF Core

    public DisplayTokenId Id { get; private set; }
    public TenantId TenantId { get; private set; }

    /// <summary>Where the screen hangs.</summary>
    public string Name { get; private set; } = "";

    /// <summary>SHA-256 of the token in lower-case hex; the token has 256 random bits, so that no slow hash is needed.</summary>
    public string Hash { get; private set; } = "";
    public string CreatedBy { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? ExpiresAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }
    public DateTimeOffset? LastSeenAt { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static DisplayToken Issue(TenantId tenant, string name, string secret, DateTimeOffset? expiresAt, string by, DateTimeOffset now) => new()
    {
        Id = DisplayTokenId.New(), TenantId = tenant, Name = name.Trim(), Hash = HashOf(secret), ExpiresAt = expiresAt, CreatedBy = by, CreatedAt = now,
    };

    public static string NewSecret() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public bool IsValidAt(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);

    public Refusal? Revoke(DateTimeOffset now)
    {
        if (RevokedAt is not null) return DisplayRefusals.Revoked;
        RevokedAt = now;
        return null;
    }
}

public static class DisplayRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("display");

    public static readonly Refusal Revoked = new(RefusalKind.Conflict, "display-revoked", "The link of this display is revoked already.");

    public static readonly Refusal ExpiresInThePast = Refusal.Invalid("expires-in-the-past", "Choose a time that is still to come.", new Problem("/expiresAt", "This time has passed."));

    public static readonly Refusal NotValid = new(RefusalKind.NotSignedIn, "display-not-valid", "This link of a display is not valid, has expired or was revoked.");
}
