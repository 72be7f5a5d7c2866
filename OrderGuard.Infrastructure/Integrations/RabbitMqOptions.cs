using System.ComponentModel.DataAnnotations;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>The broker, where there is one: section <c>RabbitMq</c>. Without <see cref="Uri"/> nothing of it is started.</summary>
public sealed class RabbitMqOptions
{
    /// <summary>Where the broker is, with its user: <c>amqp://user:password@host:5672/vhost</c>, or <c>amqps</c>.</summary>
    public string? Uri { get; set; }

    /// <summary>What the names of exchanges and queues begin with. <c>orderguard</c>.</summary>
    [Required, RegularExpression("^[a-z0-9._-]{1,40}$")]
    public string Prefix { get; set; } = "orderguard";

    /// <summary>Whether the companies' queues for incoming events are declared and read. True.</summary>
    public bool Inbound { get; set; } = true;

    /// <summary>Whether events are published. True.</summary>
    public bool Outbound { get; set; } = true;

    /// <summary>Messages that a consumer holds at a time, and so the most that one batch of intake takes from it. 500; 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public ushort Prefetch { get; set; } = 500;

    /// <summary>How often a message may come back unacknowledged, because its reader died over it, before it goes to the dead letters. 20; 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int DeliveryLimit { get; set; } = 20;

    /// <summary>Events published before their confirmations are awaited. 500; 1 to 5,000.</summary>
    [Range(1, 5_000)]
    public int PublishBatch { get; set; } = 500;

    /// <summary>How long dead letters are kept that have been put back or given up. 30 days; 1 day to 1 year.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "366.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan KeepDeadLetters { get; set; } = TimeSpan.FromDays(30);

    public bool IsConfigured => !string.IsNullOrWhiteSpace(Uri);
}
