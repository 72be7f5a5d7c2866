using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>Reads the secrets that a tenant's settings name; nobody gets to see them.</summary>
public interface IStoredSecrets
{
    /// <summary>The secret of that name; null: it is not stored.</summary>
    Task<string?> FindAsync(TenantId tenant, string name, CancellationToken ct);
}
