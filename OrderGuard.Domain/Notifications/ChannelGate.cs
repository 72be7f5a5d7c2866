using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Notifications;

/// <summary>How much a channel may send, shared by all nodes: whoever saves it first has the turn.</summary>
/// <remarks>
/// A robot has 18 tokens, and each comes back a minute after it was used, so that no minute sees more than 18 messages. The last
/// ones are kept for what is urgent; when they become few, the rest goes out in merged messages with a pause between them.
/// </remarks>
public sealed class ChannelGate : ITenantOwned
{
    public const int PerMinute = 18;
    public const int KeptForUrgent = 5;
    public const int SparingBelow = 10;
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>The gate that counts the month's text messages of all channels.</summary>
    public const string SmsBudget = "$sms";

    private ChannelGate() { } // EF Core

    public TenantId TenantId { get; private set; }
    public string Channel { get; private set; } = "";

    /// <summary>When the tokens that are away were used (UTC ticks), oldest first.</summary>
    public IReadOnlyList<long> Used { get; private set; } = [];

    /// <summary>The provider said that it was too much; nothing goes out before this.</summary>
    public DateTimeOffset? BlockedUntil { get; private set; }

    /// <summary>The receiver said that it is gone for good; a person switches the channel on again.</summary>
    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>The month that <see cref="Spent"/> counts for, as year × 100 + month.</summary>
    public int Month { get; private set; }
    public int Spent { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static ChannelGate For(TenantId tenant, string channel) => new() { TenantId = tenant, Channel = channel };

    public int Free(DateTimeOffset now) => PerMinute - Used.Count(x => x > (now - Minute).UtcTicks);

    /// <summary>Whether ordinary messages should be merged rather than sent one by one.</summary>
    public bool IsSparing(DateTimeOffset now, int waiting) => Free(now) - waiting < SparingBelow;

    /// <summary>When the next message may go out; not after <paramref name="now"/>: at once.</summary>
    public DateTimeOffset NextAt(DateTimeOffset now, bool urgent)
    {
        var at = now;
        var needed = urgent ? 1 : KeptForUrgent + 1;
        var away = Used.Where(x => x > (now - Minute).UtcTicks).Order().ToList();
        // With so many away, the needed number is free once the oldest of them have come back.
        var back = away.Count - (PerMinute - needed);
        if (back > 0) at = Later(at, new DateTimeOffset(away[back - 1], TimeSpan.Zero) + Minute);
        if (!urgent && away.Count > PerMinute - SparingBelow) at = Later(at, new DateTimeOffset(away[^1], TimeSpan.Zero) + Pause);
        return BlockedUntil is { } blocked ? Later(at, blocked) : at;
    }

    public void Use(DateTimeOffset now) => Used = [.. Used.Where(x => x > (now - Minute).UtcTicks), now.UtcTicks];

    public void Block(DateTimeOffset until) => BlockedUntil = BlockedUntil is { } other && other > until ? other : until;

    public void Disable(DateTimeOffset now) => DisabledAt ??= now;

    public void Enable() => (DisabledAt, BlockedUntil) = (null, null);

    /// <summary>Takes <paramref name="count"/> out of the month's budget, or nothing where they are not left.</summary>
    public bool Spend(int count, int budget, DateTimeOffset now)
    {
        var month = (now.UtcDateTime.Year * 100) + now.UtcDateTime.Month;
        if (month != Month) (Month, Spent) = (month, 0);
        if (Spent + count > budget) return false;
        Spent += count;
        return true;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
