using System.Collections.Concurrent;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>A key as a request finds it: what it may do, for whom, and from where.</summary>
public sealed record KnownApiKey(
    ApiKeyId Id, TenantId Tenant, string Name, string Source, IReadOnlySet<Permission> Permissions, IReadOnlyList<IPNetwork> Networks,
    int RequestsPerMinute, DateTimeOffset? ExpiresAt, bool TenantSuspended)
{
    public ApiKeyGuards Guards { get; init; } = ApiKeyGuards.None;

    /// <summary>The networks that may ask for a sensitive operation; none: all that the key admits.</summary>
    public IReadOnlyList<IPNetwork> SensitiveNetworks { get; init; } = [];

    /// <summary>How many requests all nodes had counted for the day of this number when the key was read.</summary>
    public (int Day, long Count) Used { get; init; }

    public bool Admits(IPAddress? address) => AddressRange.Admits(Networks, address);

    public bool AdmitsSensitive(IPAddress? address) => AddressRange.Admits(SensitiveNetworks, address);

    public bool MayAsk(string operation) => Guards.SensitiveActions?.Contains(operation) ?? true;
}

/// <summary>Finds the key behind a secret, and remembers it for a moment: a change made on another node counts within seconds, one made here at once.</summary>
public sealed class ApiKeyRing(SystemScopes scopes, TimeProvider clock)
{
    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UseNotedEvery = TimeSpan.FromMinutes(1);
    private const int MostRemembered = 10_000;
    private readonly ConcurrentDictionary<string, (KnownApiKey Key, DateTimeOffset Until)> _known = new();
    private readonly ConcurrentDictionary<ApiKeyId, DateTimeOffset> _used = new();

    /// <summary>The key of this secret; null where there is none, or it is revoked or has expired.</summary>
    public async ValueTask<KnownApiKey?> FindAsync(string secret, string? address, CancellationToken ct)
    {
        var hash = ApiKey.HashOf(secret);
        var now = clock.GetUtcNow();
        if (!_known.TryGetValue(hash, out var found) || found.Until <= now)
        {
            if (await ReadAsync(hash, ct) is not { } key)
            {
                _known.TryRemove(hash, out _);
                return null;
            }
            if (_known.Count > MostRemembered) _known.Clear();
            _known[hash] = found = (key, now + Remembered);
        }
        if (found.Key.ExpiresAt <= now) return null;
        await NoteUseAsync(found.Key, address, now, ct);
        return found.Key;
    }

    /// <summary>Something about keys has changed: look again.</summary>
    public void Forget() => _known.Clear();

    private async Task<KnownApiKey?> ReadAsync(string hash, CancellationToken ct)
    {
        await using var scope = scopes.Open((TenantId?)null);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var row = await db.ApiKeys.AsNoTracking().OfAllTenants().Where(x => x.Hash == hash && x.RevokedAt == null)
            .Join(db.Tenants, x => x.TenantId, x => x.Id, (key, tenant) => new { Key = key, tenant.Suspended }).SingleOrDefaultAsync(ct);
        return row is null ? null : new KnownApiKey(
            row.Key.Id, row.Key.TenantId, row.Key.Name, row.Key.Source, row.Key.Scopes.SelectMany(ApiScopes.Permissions).ToHashSet(),
            [.. row.Key.AllowedAddresses.Select(AddressRange.Parse).OfType<IPNetwork>()], row.Key.RequestsPerMinute, row.Key.ExpiresAt, row.Suspended)
        {
            Guards = ApiKeyGuards.Of(row.Key), Used = (row.Key.UsedOn, row.Key.UsedThatDay),
            SensitiveNetworks = [.. row.Key.SensitiveAddresses.Select(AddressRange.Parse).OfType<IPNetwork>()],
        };
    }

    private async Task NoteUseAsync(KnownApiKey key, string? address, DateTimeOffset now, CancellationToken ct)
    {
        if (_used.TryGetValue(key.Id, out var noted) && now - noted < UseNotedEvery) return;
        if (!_used.TryAdd(key.Id, now) && !_used.TryUpdate(key.Id, now, noted)) return;
        await using var scope = scopes.Open(key.Tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        await db.ApiKeys.Where(x => x.Id == key.Id).ExecuteUpdateAsync(x => x.SetProperty(k => k.LastUsedAt, now).SetProperty(k => k.LastUsedFrom, address), ct);
    }
}

/// <summary>An address or a network as people write it: <c>203.0.113.9</c>, <c>203.0.113.0/24</c>, <c>2001:db8::/32</c>.</summary>
public static class AddressRange
{
    /// <summary>Whether the address lies in one of the networks; none of them admits all.</summary>
    public static bool Admits(IReadOnlyList<IPNetwork> networks, IPAddress? address)
    {
        if (networks.Count == 0) return true;
        if (address is null) return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return networks.Any(x => x.Contains(plain));
    }

    public static IPNetwork? Parse(string text)
    {
        text = text.Trim();
        if (IPNetwork.TryParse(text, out var network)) return network;
        return !text.Contains('/', StringComparison.Ordinal) && IPAddress.TryParse(text, out var address)
            ? new IPNetwork(address, address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128) : null;
    }
}
