using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Integrations;

/// <summary>Something that a tenant's settings name and nobody gets to see again: a token, a password, a signing key.</summary>
public sealed class Secret : ITenantOwned
{
    public const int NameMaxLength = Configuration.ConfigurationLimits.CodeLength;
    public const int ValueMaxLength = 2_000;
    public const int ProtectedMaxLength = 8_000;

    private Secret() { } // EF Core

    public TenantId TenantId { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>The value, encrypted with the platform's keys.</summary>
    public string Protected { get; private set; } = "";
    public DateTimeOffset UpdatedAt { get; private set; }
    public string UpdatedBy { get; private set; } = "";

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static Secret Keep(TenantId tenant, string name, string @protected, string by, DateTimeOffset now) =>
        new() { TenantId = tenant, Name = name, Protected = @protected, UpdatedBy = by, UpdatedAt = now };

    public void Replace(string @protected, string by, DateTimeOffset now) => (Protected, UpdatedBy, UpdatedAt) = (@protected, by, now);
}
