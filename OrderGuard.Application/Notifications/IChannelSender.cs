using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Notifications;

/// <summary>A message as a channel's protocol takes it.</summary>
/// <param name="Id">The same for every attempt of the same message.</param>
/// <param name="Secrets">What a secret is for → its value.</param>
/// <param name="Payload">The notice as JSON, for receivers that are systems.</param>
public sealed record ChannelMessage(
    ChannelDefinition Channel, IReadOnlyDictionary<string, string> Secrets, Guid Id, string Event, string Title, string Text, string? Link,
    IReadOnlyList<Contact> People, string Payload, DateTimeOffset Now);

/// <summary>What a provider's answer means for the message.</summary>
public enum SendVerdict
{
    Sent,

    /// <summary>May work another time.</summary>
    Again,

    /// <summary>Too much at once; the channel rests for a while.</summary>
    Throttled,

    /// <summary>Will not work however often it is tried.</summary>
    Never,

    /// <summary>The receiver is gone for good.</summary>
    Gone,
}

/// <summary>How sending went: what it means, and what the provider said.</summary>
public sealed record SendOutcome(SendVerdict Verdict, int? Status, string Answer, TimeSpan? After = null);

/// <summary>Speaks the protocol of one kind of channel. Fails with an outcome, never with an exception.</summary>
public interface IChannelSender
{
    ChannelKind Kind { get; }

    Task<SendOutcome> SendAsync(ChannelMessage message, CancellationToken ct);
}
