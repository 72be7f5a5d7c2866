using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Integrations;

/// <summary>The number-used-once of a signed request: seen again within the window, it is a replay.</summary>
public sealed class UsedNonce : ITenantOwned
{
    public const int LeastLength = 8;
    public const int MaxLength = 80;

    private UsedNonce() { } // EF Core

    public TenantId TenantId { get; private set; }
    public ApiKeyId KeyId { get; private set; }
    public string Nonce { get; private set; } = "";
    public DateTimeOffset UsedAt { get; private set; }

    public static UsedNonce Use(TenantId tenant, ApiKeyId key, string nonce, DateTimeOffset now) => new() { TenantId = tenant, KeyId = key, Nonce = nonce, UsedAt = now };
}
