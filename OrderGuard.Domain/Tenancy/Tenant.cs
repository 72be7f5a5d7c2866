using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Tenancy;

public readonly record struct TenantId(Guid Value) : IIdentifier<TenantId>
{
    /// <summary>Owns what belongs to the platform itself, such as the audit of what no tenant can be named for.</summary>
    public static readonly TenantId Platform = new(new Guid("00000000-0000-7000-8000-000000000001"));

    public static TenantId New() => new(Guid.CreateVersion7());

    public static TenantId From(Guid value) => new(value);
}

public readonly record struct UserId(Guid Value) : IIdentifier<UserId>
{
    public static UserId New() => new(Guid.CreateVersion7());

    public static UserId From(Guid value) => new(value);
}

/// <summary>One company; everything but the platform's own settings belongs to exactly one.</summary>
public sealed class Tenant
{
    public const int CodeMaxLength = 40;
    public const int NameMaxLength = 120;
    public const int TimeZoneMaxLength = 60;

    private Tenant() { } // EF Core

    public TenantId Id { get; private set; }

    /// <summary>The short name that commands and addresses use: small letters, digits and hyphens.</summary>
    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";

    /// <summary>IANA zone in which the company's days begin and end.</summary>
    public string TimeZone { get; private set; } = "";
    public bool Suspended { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The key under which personal identifiers are hashed, encrypted with the platform's keys.</summary>
    public string ProtectedHashKey { get; private set; } = "";

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static Tenant Found(string code, string name, string timeZone, string protectedHashKey, DateTimeOffset now) =>
        new() { Id = TenantId.New(), Code = code, Name = name, TimeZone = timeZone, ProtectedHashKey = protectedHashKey, CreatedAt = now };

    public void Rename(string name, string timeZone)
    {
        Name = name;
        TimeZone = timeZone;
    }

    public void Suspend() => Suspended = true;

    public void Resume() => Suspended = false;
}
