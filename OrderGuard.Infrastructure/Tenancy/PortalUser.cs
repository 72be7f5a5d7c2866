using Microsoft.AspNetCore.Identity;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Infrastructure.Tenancy;

/// <summary>A person who signs in; what the person may do is in the memberships.</summary>
public sealed class PortalUser : IdentityUser<Guid>
{
    public const int DisplayNameMaxLength = 80;

    public string DisplayName { get; set; } = "";

    /// <summary>Runs the platform: founds tenants; sees no tenant's data by that alone.</summary>
    public bool IsPlatformOperator { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    public UserId UserId => new(Id);
}
