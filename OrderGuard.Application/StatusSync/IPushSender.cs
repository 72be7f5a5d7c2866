using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>A push as it goes over the wire, but for what proves who is calling.</summary>
/// <param name="Address">Where it is called, or what its message is routed by.</param>
/// <param name="Key">What the target tells a repeat by.</param>
/// <param name="Secrets">What a secret is for → its value.</param>
public sealed record OutgoingPush(
    TenantId Tenant, TargetDefinition Target, IReadOnlyDictionary<string, string> Secrets, string Key, string Address, IReadOnlyDictionary<string, string> Headers, string Body, DateTimeOffset Now)
{
    /// <summary>The trace id of the request that moved the order.</summary>
    public string? Trace { get; init; }

    public string ContentType => Target.BodyFormat is GatewayBody.Form ? "application/x-www-form-urlencoded" : "application/json; charset=utf-8";
}

/// <summary>What an answer means for a push.</summary>
public enum PushVerdict
{
    Delivered,

    /// <summary>The target is to blame: out of reach, broken, or not believing who calls.</summary>
    Outage,

    /// <summary>The target failed over this push; it may work another time.</summary>
    Failed,

    /// <summary>Too much at once.</summary>
    Throttled,

    /// <summary>Will not work however often it is sent.</summary>
    Rejected,
}

/// <summary>How a push went: what it means, what was sent (without secrets) and what was answered.</summary>
public sealed record PushAnswer(PushVerdict Verdict, string? Cause, int? Status, string Answer, string Request, TimeSpan? After = null);

/// <summary>Tells a target system once, as its settings say. Fails with an answer, never with an exception.</summary>
public interface IPushSender
{
    Task<PushAnswer> SendAsync(OutgoingPush push, CancellationToken ct);

    /// <summary>The request as it would be sent, without secrets.</summary>
    Task<string> DescribeAsync(OutgoingPush push, CancellationToken ct);
}
