using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Notifications;

public readonly record struct DeliveryId(Guid Value) : IIdentifier<DeliveryId>
{
    public static DeliveryId New() => new(Guid.CreateVersion7());

    public static DeliveryId From(Guid value) => new(value);
}

public enum DeliveryState
{
    /// <summary>Goes out when it is due and the channel has room.</summary>
    Waiting,

    /// <summary>Is on its way; counts as waiting again when its time ran out.</summary>
    Sending,

    /// <summary>The provider took it.</summary>
    Sent,

    /// <summary>Could not be delivered here; the channel's fall-back, where there is one, has it.</summary>
    Failed,
}

/// <summary>One notice in one channel: what became of it, and what the provider said.</summary>
public sealed class Delivery : ITenantOwned
{
    public const int KeyMaxLength = 200;
    public const int ChannelMaxLength = Configuration.ConfigurationLimits.CodeLength;
    public const int EventMaxLength = 40;
    public const int OrderMaxLength = 100;
    public const int TitleMaxLength = 400;
    public const int AnswerMaxLength = 1_000;

    private Delivery() { } // EF Core

    public DeliveryId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public string Key { get; private set; } = "";
    public string Channel { get; private set; } = "";
    public string Event { get; private set; } = "";
    public AlertSeverity Severity { get; private set; }
    public int Level { get; private set; }

    /// <summary>What goes first: greater before lesser.</summary>
    public int Rank { get; private set; }
    public string? OrderNo { get; private set; }

    /// <summary>What it is about, in the channel's language.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The notice itself, as JSON.</summary>
    public string Notice { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it may go out, or is tried again, or counts as waiting again.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>It waited for the quiet hours to end.</summary>
    public bool Deferred { get; private set; }
    public DeliveryState State { get; private set; }
    public int Attempt { get; private set; }

    /// <summary>The message that it went out with; several deliveries share one when they were merged.</summary>
    public Guid? MessageId { get; private set; }
    public DateTimeOffset? AnsweredAt { get; private set; }
    public int? AnswerStatus { get; private set; }
    public string? Answer { get; private set; }

    /// <summary>The channel that took over, or the one that this took over from.</summary>
    public string? FellBackTo { get; private set; }
    public string? FellBackFrom { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    /// <summary>Breaks through quiet hours, may use what is kept back for it, and never waits behind anything lesser.</summary>
    public bool IsUrgent => Rank >= UrgentRank;

    public const int UrgentRank = 100;

    public static Delivery Of(
        TenantId tenant, string key, string channel, string @event, AlertSeverity severity, int level, string? orderNo, string title, string notice,
        DateTimeOffset dueAt, bool deferred, DateTimeOffset now, string? fellBackFrom = null) => new()
        {
            Id = DeliveryId.New(), TenantId = tenant, Key = key, Channel = channel, Event = @event, Severity = severity, Level = level, Rank = RankOf(severity, level),
            OrderNo = orderNo.Cut(OrderMaxLength), Title = title.Cut(TitleMaxLength), Notice = notice, CreatedAt = now, DueAt = dueAt, Deferred = deferred, FellBackFrom = fellBackFrom,
        };

    public static int RankOf(AlertSeverity severity, int level) => level >= 3 ? UrgentRank + (level * 10) + (int)severity : severity is AlertSeverity.Critical ? UrgentRank + level : (level * 10) + (int)severity;

    /// <summary>Takes it along with a message; it counts as waiting again at <paramref name="until"/>.</summary>
    public void Take(Guid message, DateTimeOffset until)
    {
        (State, MessageId, DueAt) = (DeliveryState.Sending, message, until);
        Attempt++;
    }

    public void Succeed(int? status, string answer, DateTimeOffset now)
    {
        State = DeliveryState.Sent;
        Note(status, answer, now);
    }

    /// <summary>Tries again later; where the provider only asked to wait, the attempt does not count.</summary>
    public void Wait(int? status, string answer, DateTimeOffset at, DateTimeOffset now, bool counts)
    {
        (State, DueAt) = (DeliveryState.Waiting, at);
        if (!counts) Attempt--;
        Note(status, answer, now);
    }

    public void Fail(int? status, string answer, string? fellBackTo, DateTimeOffset now)
    {
        (State, FellBackTo) = (DeliveryState.Failed, fellBackTo);
        Note(status, answer, now);
    }

    /// <summary>A person has it tried again.</summary>
    public Refusal? Retry(DateTimeOffset now)
    {
        if (State is not DeliveryState.Failed) return NotificationRefusals.NotFailed;
        (State, DueAt, Attempt, Deferred) = (DeliveryState.Waiting, now, 0, false);
        return null;
    }

    private void Note(int? status, string answer, DateTimeOffset now) => (AnswerStatus, Answer, AnsweredAt) = (status, answer.Cut(AnswerMaxLength), now);
}
