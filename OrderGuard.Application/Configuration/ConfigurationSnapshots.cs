using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Configuration;

/// <summary>The compiled configuration of each tenant, as published last.</summary>
/// <remarks>Each call asks the store for the newest number (one look into an index), so that all nodes decide by the same version.</remarks>
public sealed class ConfigurationSnapshots
{
    private readonly ConcurrentDictionary<TenantId, TenantConfiguration> _compiled = new();

    /// <summary>The configuration of the tenant that <paramref name="db"/> works for; the preset where none was published.</summary>
    public async Task<TenantConfiguration> GetAsync(IOrderGuardDb db, TenantId tenant, CancellationToken ct)
    {
        var newest = await db.ConfigurationVersions.OrderByDescending(x => x.Number).Select(x => x.Number).FirstOrDefaultAsync(ct);
        if (_compiled.TryGetValue(tenant, out var known) && known.Version == newest) return known;

        var json = await db.ConfigurationVersions.Where(x => x.Number == newest).Select(x => x.Json).FirstOrDefaultAsync(ct);
        var compiled = TenantConfiguration.Compile(newest, json is null ? new ConfigurationDocument() : ConfigurationJson.Read(json));
        return _compiled.AddOrUpdate(tenant, compiled, (_, other) => other.Version > compiled.Version ? other : compiled);
    }
}
