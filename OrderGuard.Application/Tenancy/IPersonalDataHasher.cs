using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Makes personal identifiers comparable within one tenant without keeping them: HMAC-SHA-256 under the tenant's own key.</summary>
public interface IPersonalDataHasher
{
    /// <summary>The hash of a value of a kind (<c>id-number</c>, <c>payment</c> …) as lower-case hex; equal values of different kinds or tenants differ.</summary>
    string Hash(TenantId tenant, string kind, string value);
}
