using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Tenancy;

public readonly record struct SessionId(Guid Value) : IIdentifier<SessionId>
{
    public static SessionId New() => new(Guid.CreateVersion7());

    public static SessionId From(Guid value) => new(value);
}

/// <summary>One browser in which a person is signed in; ended from anywhere, it ends there with the next request.</summary>
public sealed class UserSession
{
    public const int DeviceMaxLength = 300;
    public const int AddressMaxLength = 60;
    public const int StampMaxLength = 64;

    /// <summary>How long an unused session lasts where the person asked to stay signed in.</summary>
    public static readonly TimeSpan LongLife = TimeSpan.FromDays(30);

    /// <summary>How long an unused session lasts otherwise.</summary>
    public static readonly TimeSpan ShortLife = TimeSpan.FromHours(12);

    /// <summary>How exactly it is noted when the session was last used.</summary>
    public static readonly TimeSpan Touch = TimeSpan.FromMinutes(1);

    private UserSession() { } // EF Core

    public SessionId Id { get; private set; }
    public UserId UserId { get; private set; }

    /// <summary>The person's security stamp when this session proved itself last; another one ends the session.</summary>
    public string Stamp { get; private set; } = "";
    public string Device { get; private set; } = "";
    public string? Address { get; private set; }
    public bool Remembered { get; private set; }

    /// <summary>The tenant chosen in this session, which the next sign-in begins with.</summary>
    public TenantId? LastTenant { get; private set; }
    public DateTimeOffset Since { get; private set; }
    public DateTimeOffset LastSeenAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    public static UserSession Begin(UserId user, string stamp, string device, string? address, bool remembered, TenantId tenant, DateTimeOffset now) => new()
    {
        Id = SessionId.New(), UserId = user, Stamp = stamp, Device = device.Cut(DeviceMaxLength), Address = address.Cut(AddressMaxLength),
        Remembered = remembered, LastTenant = tenant, Since = now, LastSeenAt = now,
    };

    public bool IsLive(DateTimeOffset now) => EndedAt is null && now - LastSeenAt < (Remembered ? LongLife : ShortLife);

    public void See(DateTimeOffset now) => LastSeenAt = now;

    public void WorkIn(TenantId tenant) => LastTenant = tenant;

    /// <summary>Goes on after its own person changed the credentials.</summary>
    public void Renew(string stamp) => Stamp = stamp;

    public void End(DateTimeOffset now) => EndedAt ??= now;
}
