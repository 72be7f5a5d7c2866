using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>Encrypts a company's secrets; what was encrypted for one company opens for no other.</summary>
public interface ISecretProtector
{
    string Protect(TenantId tenant, string value);

    /// <summary>The value; null where it cannot be opened, for the keys are others.</summary>
    string? Unprotect(TenantId tenant, string @protected);
}

/// <summary>Reads the secrets that settings name, for the calls that need them and nothing else.</summary>
public sealed class SecretVault(IOrderGuardDb db, Caller caller, ISecretProtector protector)
{
    /// <summary>What each secret is for → its value; a name without a secret is left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(IReadOnlyDictionary<string, string> named, CancellationToken ct)
    {
        if (named.Count == 0) return new Dictionary<string, string>();
        string[] names = [.. named.Values.Distinct()];
        var found = await db.Secrets.Where(x => names.Contains(x.Name)).ToDictionaryAsync(x => x.Name, x => x.Protected, ct);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (role, name) in named)
            if (found.TryGetValue(name, out var kept) && protector.Unprotect(caller.RequiredTenant, kept) is { } value) values[role] = value;
        return values;
    }
}
