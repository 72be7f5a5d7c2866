using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Tenancy;

/// <summary>The tenants' hash keys: encrypted in the store, read once and kept, for they never change.</summary>
internal sealed class TenantSecrets(IServiceScopeFactory scopes, IDataProtectionProvider protection) : ITenantSecrets, IPersonalDataHasher
{
    private const int KeyBytes = 32;
    private readonly IDataProtector _protector = protection.CreateProtector("OrderGuard.TenantHashKey");
    private readonly ConcurrentDictionary<TenantId, byte[]> _keys = new();

    public string NewProtectedHashKey() => Convert.ToBase64String(_protector.Protect(RandomNumberGenerator.GetBytes(KeyBytes)));

    public string Hash(TenantId tenant, string kind, string value) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_keys.GetOrAdd(tenant, Read), Encoding.UTF8.GetBytes($"{kind}\0{value}")));

    private byte[] Read(TenantId tenant)
    {
        using var scope = scopes.CreateScope();
        var stored = scope.ServiceProvider.GetRequiredService<OrderGuardDb>().Tenants.AsNoTracking().Where(x => x.Id == tenant).Select(x => x.ProtectedHashKey).Single();
        return _protector.Unprotect(Convert.FromBase64String(stored));
    }
}
