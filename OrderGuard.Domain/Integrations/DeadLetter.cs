using System.Security.Cryptography;
using System.Text;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Integrations;

public readonly record struct DeadLetterId(Guid Value) : IIdentifier<DeadLetterId>
{
    public static DeadLetterId From(Guid value) => new(value);
}

public enum DeadLetterState
{
    /// <summary>A person has to look.</summary>
    Waiting,

    /// <summary>Put back into its queue.</summary>
    Replayed,

    /// <summary>Given up, for a reason.</summary>
    Discarded,
}

/// <summary>A message from a queue that could not be taken in, kept as it came until a person puts it back or gives it up.</summary>
public sealed class DeadLetter : ITenantOwned
{
    public const int QueueMaxLength = 200;
    public const int SourceMaxLength = 100;
    public const int ReasonMaxLength = 60;
    public const int DetailMaxLength = 1_000;
    public const int MessageIdMaxLength = 200;
    public const int NoteMaxLength = 500;

    private DeadLetter() { } // EF Core

    /// <summary>The same for the same message of the same queue, so that one which comes again is recognised.</summary>
    public DeadLetterId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public string Queue { get; private set; } = "";
    public string Source { get; private set; } = "";

    /// <summary>Why it could not be taken, in a word: one of <see cref="DeadLetterReasons"/>.</summary>
    public string Reason { get; private set; } = "";
    public string? Detail { get; private set; }
    public string? MessageId { get; private set; }

    /// <summary>The message as it came; Base64 where it is no text.</summary>
    public string Body { get; private set; } = "";
    public bool IsBinary { get; private set; }
    public DateTimeOffset FirstAt { get; private set; }
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>How often it has come here.</summary>
    public int Times { get; private set; }
    public DeadLetterState State { get; private set; }
    public string? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? Note { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static DeadLetter Of(TenantId tenant, string queue, string source, string reason, string? detail, string? messageId, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var text = TextOf(body);
        return new()
        {
            Id = IdOf(tenant, queue, messageId, body), TenantId = tenant, Queue = queue, Source = source, Reason = Kept(reason, ReasonMaxLength)!, Detail = Kept(detail, DetailMaxLength),
            MessageId = Kept(messageId, MessageIdMaxLength), Body = text ?? Convert.ToBase64String(body), IsBinary = text is null, FirstAt = now, LastAt = now, Times = 1,
        };
    }

    public static DeadLetterId IdOf(TenantId tenant, string queue, string? messageId, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(tenant.Value.ToByteArray());
        hash.AppendData(Encoding.UTF8.GetBytes($"{queue}\n{messageId}\n"));
        hash.AppendData(body);
        return new DeadLetterId(new Guid(hash.GetHashAndReset().AsSpan(0, 16)));
    }

    /// <summary>It has come again: after it was put back, or because the broker repeats what it was not sure of.</summary>
    public void Again(string reason, string? detail, DateTimeOffset now)
    {
        (Reason, Detail, LastAt, Times, State) = (Kept(reason, ReasonMaxLength)!, Kept(detail, DetailMaxLength), now, Times + 1, DeadLetterState.Waiting);
    }

    /// <summary>It goes back into its queue.</summary>
    public Refusal? Replay(string by, DateTimeOffset now)
    {
        if (State is not DeadLetterState.Waiting) return DeadLetterRefusals.Decided;
        (State, DecidedBy, DecidedAt, Note) = (DeadLetterState.Replayed, by, now, null);
        return null;
    }

    public Refusal? Discard(string reason, string by, DateTimeOffset now)
    {
        if (State is not DeadLetterState.Waiting) return DeadLetterRefusals.Decided;
        (State, DecidedBy, DecidedAt, Note) = (DeadLetterState.Discarded, by, now, Kept(reason.Trim(), NoteMaxLength));
        return null;
    }

    /// <summary>The message as it is put back.</summary>
    public byte[] Content() => IsBinary ? Convert.FromBase64String(Body) : Encoding.UTF8.GetBytes(Body);

    private static string? TextOf(ReadOnlySpan<byte> body)
    {
        if (!System.Text.Unicode.Utf8.IsValid(body) || body.Contains((byte)0)) return null;
        return Encoding.UTF8.GetString(body);
    }

    /// <summary>PostgreSQL takes no NUL.</summary>
    private static string? Kept(string? text, int most) => text?.Replace('\0', ' ').Cut(most);
}

/// <summary>Why a message became a dead letter.</summary>
public static class DeadLetterReasons
{
    /// <summary>It is no JSON of events.</summary>
    public const string Malformed = "malformed";

    /// <summary>Some of its events are not valid; the others were taken.</summary>
    public const string Invalid = "invalid";

    /// <summary>It was given back too often: the store refused it every time.</summary>
    public const string DeliveryLimit = "delivery-limit";

    /// <summary>The broker turned it away from its queue for another reason.</summary>
    public const string Rejected = "rejected";
}

public static class DeadLetterRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("message");
    public static readonly Refusal Decided = new(RefusalKind.Conflict, "decided-already", "Somebody has put this message back or given it up already.");
    public static readonly Refusal BrokerAway = new(RefusalKind.Conflict, "broker-away", "The message broker cannot be reached now. Nothing was put back; try again once it is there.");
}
