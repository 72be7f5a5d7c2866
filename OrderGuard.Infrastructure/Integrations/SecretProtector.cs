using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Secrets under the platform's keys, with a purpose of its own for each company.</summary>
internal sealed class SecretProtector(IDataProtectionProvider protection) : ISecretProtector
{
    public string Protect(TenantId tenant, string value) => Of(tenant).Protect(value);

    public string? Unprotect(TenantId tenant, string @protected)
    {
        try
        {
            return Of(tenant).Unprotect(@protected);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Of(TenantId tenant) => protection.CreateProtector("OrderGuard.Secret", tenant.Value.ToString("N"));
}
