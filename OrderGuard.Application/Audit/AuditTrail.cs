using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;

namespace OrderGuard.Application.Audit;

/// <summary>Writes audit entries beside the change that they tell of: both are saved, or neither.</summary>
public sealed class AuditTrail(IOrderGuardDb db, CallerScope callers, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Records on behalf of the scope's caller.</summary>
    public void Record(string action, string subjectKind, string subject, object? before = null, object? after = null) =>
        Record(callers.Current, action, subjectKind, subject, before, after);

    /// <summary>Records on behalf of another caller of the same tenant, where one transaction serves several.</summary>
    public void Record(Caller by, string action, string subjectKind, string subject, object? before = null, object? after = null) =>
        db.AuditEntries.Add(AuditEntry.Of(
            callers.Current.TenantId ?? Domain.Tenancy.TenantId.Platform, by.Actor, action, subjectKind, subject, Write(before), Write(after), by.TraceId, clock.GetUtcNow()));

    private static string? Write(object? value) => value switch
    {
        null => null,
        string text => text,
        _ => JsonSerializer.Serialize(value, Json),
    };
}
