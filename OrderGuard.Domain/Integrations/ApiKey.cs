using System.Security.Cryptography;
using System.Text;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Integrations;

public readonly record struct ApiKeyId(Guid Value) : IIdentifier<ApiKeyId>
{
    public static ApiKeyId New() => new(Guid.CreateVersion7());

    public static ApiKeyId From(Guid value) => new(value);
}

/// <summary>A system's way in: belongs to one tenant and one source system, carries scopes, and is stored only as a hash.</summary>
public sealed class ApiKey : ITenantOwned
{
    public const int NameMaxLength = 80;
    public const int DefaultRequestsPerMinute = 1_200;

    private ApiKey() { } // EF Core

    public ApiKeyId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>The source system whose events the key reports.</summary>
    public string Source { get; private set; } = "";

    /// <summary>SHA-256 of the key in lower-case hex; the key has 256 random bits, so that no slow hash is needed.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>The key's first characters, to tell keys apart.</summary>
    public string Prefix { get; private set; } = "";
    public IReadOnlyList<string> Scopes { get; private set; } = [];

    /// <summary>Addresses or networks (CIDR) that may use the key; none: any.</summary>
    public IReadOnlyList<string> AllowedAddresses { get; private set; } = [];
    public int RequestsPerMinute { get; private set; } = DefaultRequestsPerMinute;

    /// <summary>Requests that the key may make in a day (UTC); null: as many as its minutes allow.</summary>
    public int? RequestsPerDay { get; private set; }

    /// <summary>The day, as its number, that <see cref="UsedThatDay"/> counts.</summary>
    public int UsedOn { get; private set; }
    public long UsedThatDay { get; private set; }

    /// <summary>The sensitive operations that the key may ask for; null: all of them.</summary>
    public IReadOnlyList<string>? SensitiveActions { get; private set; }

    /// <summary>Addresses or networks that may ask for a sensitive operation, beside <see cref="AllowedAddresses"/>; none: no stricter ones.</summary>
    public IReadOnlyList<string> SensitiveAddresses { get; private set; } = [];

    /// <summary>Whether a sensitive operation must be signed.</summary>
    public bool Signed { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public string CreatedBy { get; private set; } = "";
    public DateTimeOffset? ExpiresAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }
    public DateTimeOffset? LastUsedAt { get; private set; }
    public string? LastUsedFrom { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static ApiKey Issue(
        TenantId tenant, string name, string source, string secret, IReadOnlyList<string> scopes, IReadOnlyList<string> allowedAddresses,
        int requestsPerMinute, DateTimeOffset? expiresAt, string by, DateTimeOffset now) => new()
        {
            Id = ApiKeyId.New(), TenantId = tenant, Name = name, Source = source, Hash = HashOf(secret), Prefix = secret[..Math.Min(8, secret.Length)],
            Scopes = scopes, AllowedAddresses = allowedAddresses, RequestsPerMinute = requestsPerMinute, ExpiresAt = expiresAt, CreatedBy = by, CreatedAt = now,
        };

    public static string NewSecret() => "og_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public bool IsValidAt(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;

    public void Change(string name, IReadOnlyList<string> scopes, IReadOnlyList<string> allowedAddresses, int requestsPerMinute, DateTimeOffset? expiresAt)
    {
        Name = name;
        Scopes = scopes;
        AllowedAddresses = allowedAddresses;
        RequestsPerMinute = requestsPerMinute;
        ExpiresAt = expiresAt;
    }

    /// <summary>Sets the stricter limits of the key.</summary>
    public void Guard(ApiKeyGuards guards) =>
        (RequestsPerDay, SensitiveActions, SensitiveAddresses, Signed) = (guards.RequestsPerDay, guards.SensitiveActions, guards.SensitiveAddresses, guards.Signed);

    /// <summary>The name under which the key's signing secret is kept.</summary>
    public static string SigningSecretOf(ApiKeyId id) => $"signing.{id.Value:N}";
}

/// <summary>The stricter limits of a key: a quota for the day, and what a sensitive operation needs.</summary>
/// <param name="SensitiveActions">Those that the key may ask for; null: all of them.</param>
/// <param name="SensitiveAddresses">From where it may ask for them; none: from wherever the key may be used.</param>
/// <param name="Signed">Whether they must be signed.</param>
public sealed record ApiKeyGuards(int? RequestsPerDay, IReadOnlyList<string>? SensitiveActions, IReadOnlyList<string> SensitiveAddresses, bool Signed)
{
    public static readonly ApiKeyGuards None = new(null, null, [], false);

    public static ApiKeyGuards Of(ApiKey key) => new(key.RequestsPerDay, key.SensitiveActions, key.SensitiveAddresses, key.Signed);
}

/// <summary>The operations on an order that cannot simply be taken back, by the names of the machine interface.</summary>
public static class SensitiveOperations
{
    public static IReadOnlyList<string> All { get; } = ["cancel", "close", "refund", "rollback"];

    public static bool Includes(Orders.OrderAction action) => action is Orders.OrderAction.Cancel or Orders.OrderAction.Close or Orders.OrderAction.Refund or Orders.OrderAction.Rollback;

    public static string NameOf(Orders.OrderAction action) => action.ToString().ToLowerInvariant();
}

/// <summary>What a key may do, and the permission that each scope stands for.</summary>
public static class ApiScopes
{
    public const string EventsWrite = "events:write";
    public const string OrdersRead = "orders:read";
    public const string OrdersAct = "orders:act";
    public const string ConfigRead = "config:read";
    public const string ConfigWrite = "config:write";
    public const string RiskRead = "risk:read";
    public const string RiskWrite = "risk:write";
    public const string AlertsWrite = "alerts:write";
    public const string AuditRead = "audit:read";

    public static IReadOnlyList<string> All { get; } = [EventsWrite, OrdersRead, OrdersAct, ConfigRead, ConfigWrite, RiskRead, RiskWrite, AlertsWrite, AuditRead];

    public static IReadOnlyCollection<Permission> Permissions(string scope) => scope switch
    {
        EventsWrite => [Permission.ReportEvents, Permission.ImportOrders],
        OrdersRead => [Permission.ViewOrders, Permission.ViewPersonalData, Permission.ViewAlerts],
        OrdersAct => [Permission.ActOnOrders],
        ConfigRead => [Permission.ViewConfiguration],
        ConfigWrite => [Permission.EditConfiguration, Permission.ViewConfiguration],
        RiskRead => [Permission.ViewRisk],
        RiskWrite => [Permission.EditRisk, Permission.DecideReviews],
        AlertsWrite => [Permission.HandleAlerts],
        AuditRead => [Permission.ViewAudit],
        _ => [],
    };
}
