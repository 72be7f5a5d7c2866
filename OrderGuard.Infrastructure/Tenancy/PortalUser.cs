using Microsoft.AspNetCore.Identity;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Infrastructure.Tenancy;

/// <summary>A person who signs in; what the person may do is in the memberships.</summary>
public sealed class PortalUser : IdentityUser<Guid>
{
    public const int DisplayNameMaxLength = Account.NameMaxLength;

    public string DisplayName { get; set; } = "";

    /// <summary>Runs the platform: founds tenants; sees no tenant's data by that alone.</summary>
    public bool IsPlatformOperator { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The authenticator app's key, encrypted; it counts once the second factor is switched on.</summary>
    public string? ProtectedSecondFactorKey { get; set; }

    /// <summary>The half minute whose code was used last; none of it or before it is taken again.</summary>
    public long LastSecondFactorStep { get; set; }

    /// <summary>SHA-256 of each recovery code that is left, joined by commas.</summary>
    public string RecoveryCodeHashes { get; set; } = "";

    public UserId UserId => new(Id);
}
