using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Orders;

/// <summary>What is asked of the master system; the key names the request for ever.</summary>
public sealed record ActionCall(string Key, string OrderNo, OrderAction Action, int? Target, decimal? Amount, string? Currency, string Reason, DateTimeOffset RequestedAt);

/// <summary>What is known of a request after speaking with the master system.</summary>
public enum ActionOutcome
{
    /// <summary>It has done it.</summary>
    Done,

    /// <summary>It will not do it.</summary>
    Refused,

    /// <summary>It certainly has not received it.</summary>
    NotArrived,

    /// <summary>It may have received it, or is still at it: ask again later.</summary>
    Unknown,
}

/// <summary>The master system's answer, in its own words.</summary>
public sealed record ActionReply(ActionOutcome Outcome, string Text)
{
    /// <summary>What is answered where requests are recorded and nothing is called.</summary>
    public const string Recorded = "Recorded; nothing was called.";
}

/// <summary>Speaks with the orders' master system. It answers; it does not throw for what the network does.</summary>
public interface IOrderActionConnector
{
    ConnectorKind Kind { get; }

    /// <summary>Asks for the action.</summary>
    Task<ActionReply> SendAsync(ActionCall call, ConnectorSettings settings, CancellationToken ct);

    /// <summary>Asks what became of the request of that key.</summary>
    Task<ActionReply> FindOutAsync(string key, ConnectorSettings settings, CancellationToken ct);
}

/// <summary>How patiently requested actions are followed. Section <c>Actions</c>.</summary>
public sealed class ActionPace
{
    /// <summary>The wait before a request is tried or asked about again; it doubles each time.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);

    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a call may be under way before its process is taken for dead and its outcome found out.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(25);

    public TimeSpan DelayAfter(int tries) => TimeSpan.FromTicks((long)Math.Min(RetryAfter.Ticks * Math.Pow(2, Math.Min(tries, 20)), LongestRetry.Ticks));
}
