using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.StatusSync;

/// <summary>How much a target may be sent and whether it can be reached, shared by all nodes: whoever saves it first has the turn.</summary>
/// <remarks>
/// Every step of sending saves the gate, so that two nodes never decide about the same target at once. Its circuit opens after
/// <see cref="OpensAfter"/> failures in a row that are the target's; from then on a single push tries it, at growing distances,
/// and one success closes it. After that the bucket of tokens begins empty: what piled up goes out at the target's rate.
/// </remarks>
public sealed class TargetGate : ITenantOwned
{
    public const int OpensAfter = 5;
    public const int ErrorMaxLength = 300;
    public static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan LongestProbe = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    private TargetGate() { } // EF Core

    public TenantId TenantId { get; private set; }
    public string Target { get; private set; } = "";
    public double Tokens { get; private set; }
    public DateTimeOffset TokensAt { get; private set; }

    /// <summary>Failures in a row that are the target's.</summary>
    public int Failures { get; private set; }

    /// <summary>Since when the circuit is open; null: it is closed.</summary>
    public DateTimeOffset? OpenedAt { get; private set; }
    public DateTimeOffset? ProbeAt { get; private set; }
    public int Probes { get; private set; }

    /// <summary>The target asked to be left alone until then.</summary>
    public DateTimeOffset? RestUntil { get; private set; }
    public DateTimeOffset? PausedAt { get; private set; }
    public string? PausedBy { get; private set; }
    public DateTimeOffset? SucceededAt { get; private set; }
    public DateTimeOffset? FailedAt { get; private set; }
    public string? LastError { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public bool IsOpen => OpenedAt is not null;

    public static TargetGate For(TenantId tenant, string target, DateTimeOffset now) => new() { TenantId = tenant, Target = target, TokensAt = now, Tokens = Configuration.TargetRules.MostPerPeriod };

    /// <summary>When anything may go out again; not after <paramref name="now"/>: at once; null: when a person lets it.</summary>
    public DateTimeOffset? OpensAt(DateTimeOffset now)
    {
        if (PausedAt is not null) return null;
        var at = RestUntil ?? now;
        return IsOpen && ProbeAt is { } probe && probe > at ? probe : at;
    }

    /// <summary>How many may go out now: the tokens that have come back, at most half a second's worth; one while the circuit is open.</summary>
    public int Room(double perSecond, DateTimeOffset now)
    {
        var most = MostTokens(perSecond);
        var passed = (now - TokensAt).TotalSeconds;
        Tokens = Math.Min(most, Tokens + (Math.Max(0, passed) * perSecond));
        if (passed > 0) TokensAt = now;
        var room = (int)Math.Floor(Tokens + 1e-6);
        return IsOpen ? Math.Min(1, room) : room;
    }

    /// <summary>When a part of the tokens has come back that is worth a turn.</summary>
    public DateTimeOffset RoomAt(double perSecond, DateTimeOffset now)
    {
        var wanted = IsOpen ? 1 : Math.Max(1, Math.Floor(MostTokens(perSecond) / 2));
        return now + TimeSpan.FromSeconds(Math.Max(0, wanted - Tokens) / perSecond) + TimeSpan.FromMilliseconds(1);
    }

    /// <summary>Uses tokens; while the circuit is open this is the probe, and nobody else tries until <paramref name="until"/>.</summary>
    public void Use(int count, DateTimeOffset until)
    {
        Tokens -= count;
        if (IsOpen) ProbeAt = until;
    }

    /// <summary>A push got through; true where that closed the circuit.</summary>
    public bool Succeed(DateTimeOffset now)
    {
        var closes = IsOpen;
        (Failures, OpenedAt, ProbeAt, Probes, RestUntil, SucceededAt) = (0, null, null, 0, null, now);
        if (closes) (Tokens, TokensAt) = (0, now);
        return closes;
    }

    /// <summary>The target failed; <paramref name="jitter"/> (0 to 1) spreads the probes of several targets that failed together.</summary>
    public void Fail(string error, double jitter, DateTimeOffset now)
    {
        Failures++;
        (FailedAt, LastError) = (now, error.Cut(ErrorMaxLength));
        if (!IsOpen && Failures < OpensAfter) return;
        // What was on its way already when the circuit opened is no probe.
        if (OpenedAt < now) Probes++;
        OpenedAt ??= now;
        var wait = Math.Min(FirstProbe.TotalSeconds * Math.Pow(2, Probes), LongestProbe.TotalSeconds);
        ProbeAt = now + TimeSpan.FromSeconds(wait * (0.8 + (0.4 * jitter)));
    }

    /// <summary>The target answers, but wants less at a time.</summary>
    public void Rest(TimeSpan span, DateTimeOffset now) => RestUntil = now + (span > LongestRest ? LongestRest : span);

    public void Pause(string by, DateTimeOffset now) => (PausedAt, PausedBy) = (now, by);

    /// <summary>Lets it go on; where the circuit is open, it is tried at once.</summary>
    public void Resume(DateTimeOffset now)
    {
        (PausedAt, PausedBy, RestUntil) = (null, null, null);
        if (IsOpen) ProbeAt = now;
    }

    private static double MostTokens(double perSecond) => Math.Max(1, perSecond / 2);
}
