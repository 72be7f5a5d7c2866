using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Audit;

/// <summary>The lines of an exported audit chain: a header, one entry a line with every hashed field, and a trailer.</summary>
/// <remarks>The format is a promise: a later release reads what an earlier one wrote.</remarks>
internal static class AuditFile
{
    public const string Format = "orderguard-audit/1";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static string Write<T>(T line) => JsonSerializer.Serialize(line, Json);

    /// <summary>The line as it was written; null where it is anything else, or was written differently.</summary>
    public static T? Read<T>(string line) where T : class
    {
        try
        {
            var read = JsonSerializer.Deserialize<T>(line, Json);
            return read is not null && Write(read) == line ? read : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }
}

/// <summary>The first line: whose chain, from where to where, and what it hangs on.</summary>
internal sealed record AuditFileHeader(
    string Format, Guid Tenant, string TenantCode, long From, long To, string PreviousHash, string HeadHash, AuditFileSeal? Seal, DateTimeOffset ExportedAt);

/// <summary>The seal at whose end the exported entries begin, where earlier ones were purged.</summary>
internal sealed record AuditFileSeal(
    long Number, DateTimeOffset From, DateTimeOffset Until, long HeadSequence, string HeadHash, long Entries, DateTimeOffset SealedAt, string PreviousHash, string Hash)
{
    public static AuditFileSeal Of(AuditSeal x) => new(x.Number, x.From, x.Until, x.HeadSequence, x.HeadHash, x.Entries, x.SealedAt, x.PreviousHash, x.Hash);

    public bool IsTrue(Guid tenant) =>
        AuditSeal.Restore(new TenantId(tenant), Number, From, Until, HeadSequence, HeadHash, Entries, SealedAt, PreviousHash, Hash).ComputeHash() == Hash;
}

/// <summary>One entry: every field that its hash covers, and the hash.</summary>
internal sealed record AuditFileEntry(
    long Sequence, DateTimeOffset At, ActorKind ActorKind, string ActorId, string ActorName, string? Address, string Action, string SubjectKind, string Subject,
    string? Before, string? After, string? TraceId, string PreviousHash, string Hash)
{
    public static AuditFileEntry Of(AuditEntry x) => new(
        x.Sequence, x.At, x.ActorKind, x.ActorId, x.ActorName, x.Address, x.Action, x.SubjectKind, x.Subject, x.Before, x.After, x.TraceId, x.PreviousHash, x.Hash);

    /// <summary>Whether the fields give the hash.</summary>
    public bool IsTrue(Guid tenant) =>
        AuditEntry.Restore(new TenantId(tenant), Sequence, At, new Actor(ActorKind, ActorId, ActorName, Address), Action, SubjectKind, Subject, Before, After, TraceId, PreviousHash, Hash)
            .ComputeHash() == Hash;
}

/// <summary>The last line: how many entries, and where the chain stood.</summary>
internal sealed record AuditFileTrailer(long Count, string HeadHash);
