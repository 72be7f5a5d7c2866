using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Common;

/// <summary>What belongs to exactly one tenant: read through the tenant filter only, and never saved for another.</summary>
public interface ITenantOwned
{
    TenantId TenantId { get; }
}
