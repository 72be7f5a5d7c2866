using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Audit;

public enum ActorKind
{
    Person,
    ApiKey,
    System,

    /// <summary>Somebody who was not, or not yet, known.</summary>
    Anonymous,
}

/// <summary>Who did something: a person, a key or the system, and from where.</summary>
public sealed record Actor(ActorKind Kind, string Id, string Name, string? Address)
{
    public static readonly Actor System = new(ActorKind.System, "system", "OrderGuard", null);
}

/// <summary>One entry of a tenant's audit chain: who did what to which object, from where, before and after.</summary>
/// <remarks>
/// Each entry's hash covers its content and the hash before it (a hash chain after Haber and Stornetta, 1991), so that a
/// changed, removed, inserted or moved entry breaks the chain at that place.
/// </remarks>
public sealed class AuditEntry : ITenantOwned
{
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>An event moved an order: nearly all entries of a tenant are of this action, so that it is not worth an index.</summary>
    public const string Moved = "order.moved";
    public const int ActionMaxLength = 60;
    public const int SubjectMaxLength = 120;
    public const int NameMaxLength = 200;
    public const int AddressMaxLength = 60;

    // Until an entry is chained on saving it has a number of its own below zero, so that several can wait side by side.
    private static long _unchained;

    private AuditEntry() { } // EF Core

    public TenantId TenantId { get; private set; }

    /// <summary>1, 2, 3 … within the tenant, without gaps.</summary>
    public long Sequence { get; private set; }
    public DateTimeOffset At { get; private set; }
    public ActorKind ActorKind { get; private set; }
    public string ActorId { get; private set; } = "";
    public string ActorName { get; private set; } = "";
    public string? Address { get; private set; }

    /// <summary>What was done, as <c>noun.verb</c>: <c>order.moved</c>, <c>configuration.published</c>, <c>access.denied</c>.</summary>
    public string Action { get; private set; } = "";

    /// <summary>The kind of object: <c>order</c>, <c>alert</c>, <c>api-key</c> …</summary>
    public string SubjectKind { get; private set; } = "";

    /// <summary>The object's name for people where it has one (an order's number), else its id.</summary>
    public string Subject { get; private set; } = "";
    public string? Before { get; private set; }
    public string? After { get; private set; }
    public string? TraceId { get; private set; }
    public string PreviousHash { get; private set; } = "";
    public string Hash { get; private set; } = "";

    public static AuditEntry Of(TenantId tenant, Actor actor, string action, string subjectKind, string subject, string? before, string? after, string? traceId, DateTimeOffset at) => new()
    {
        TenantId = tenant, Sequence = Interlocked.Decrement(ref _unchained), At = at.ToUniversalTime(), ActorKind = actor.Kind, ActorId = actor.Id.Cut(NameMaxLength), ActorName = actor.Name.Cut(NameMaxLength),
        Address = actor.Address.Cut(AddressMaxLength), Action = action, SubjectKind = subjectKind,
        Subject = subject.Cut(SubjectMaxLength), Before = before, After = after, TraceId = traceId,
    };

    /// <summary>An entry as an export tells it, hash and all, to be verified.</summary>
    public static AuditEntry Restore(
        TenantId tenant, long sequence, DateTimeOffset at, Actor actor, string action, string subjectKind, string subject,
        string? before, string? after, string? traceId, string previousHash, string hash)
    {
        var entry = Of(tenant, actor, action, subjectKind, subject, before, after, traceId, at);
        entry.Sequence = sequence;
        entry.PreviousHash = previousHash;
        entry.Hash = hash;
        return entry;
    }

    /// <summary>Takes its place in the chain behind the entry with <paramref name="previousHash"/>.</summary>
    public void Chain(long sequence, string previousHash)
    {
        Sequence = sequence;
        PreviousHash = previousHash;
        Hash = ComputeHash();
    }

    /// <summary>SHA-256 over every field, each preceded by its length, so that no two contents read alike.</summary>
    public string ComputeHash()
    {
        using var content = new MemoryStream(256);
        Span<byte> number = stackalloc byte[8];
        Write(content, number, TenantId.Value.ToByteArray(bigEndian: true));
        WriteNumber(content, number, Sequence);
        WriteNumber(content, number, At.UtcTicks);
        WriteNumber(content, number, (long)ActorKind);
        foreach (var text in (string?[])[ActorId, ActorName, Address, Action, SubjectKind, Subject, Before, After, TraceId, PreviousHash])
            Write(content, number, text is null ? null : Encoding.UTF8.GetBytes(text));
        return Convert.ToHexStringLower(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
    }

    private static void WriteNumber(MemoryStream content, Span<byte> number, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(number, value);
        content.Write(number);
    }

    private static void Write(MemoryStream content, Span<byte> number, byte[]? bytes)
    {
        WriteNumber(content, number, bytes?.Length ?? -1);
        content.Write(bytes);
    }
}
