using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Configuration;

/// <summary>A published configuration: immutable and numbered within its tenant.</summary>
public sealed class ConfigurationVersion : ITenantOwned
{
    public const int NoteMaxLength = 500;

    private ConfigurationVersion() { } // EF Core

    public TenantId TenantId { get; private set; }
    public int Number { get; private set; }

    /// <summary>The whole document as JSON, as it was published.</summary>
    public string Json { get; private set; } = "";
    public string Note { get; private set; } = "";
    public DateTimeOffset PublishedAt { get; private set; }
    public string PublishedBy { get; private set; } = "";

    /// <summary>The version that this one brought back, if it did.</summary>
    public int? RestoredFrom { get; private set; }

    public static ConfigurationVersion Publish(TenantId tenant, int number, string json, string note, string by, DateTimeOffset now, int? restoredFrom = null) =>
        new() { TenantId = tenant, Number = number, Json = json, Note = note.Trim(), PublishedBy = by, PublishedAt = now, RestoredFrom = restoredFrom };
}

/// <summary>The tenant's configuration in the making: edited in the browser, invisible to every decision until it is published.</summary>
public sealed class ConfigurationDraft : ITenantOwned
{
    private ConfigurationDraft() { } // EF Core

    public TenantId TenantId { get; private set; }

    /// <summary>The published version that it began from; publishing asks that it still is the newest.</summary>
    public int BasedOn { get; private set; }
    public string Json { get; private set; } = "";
    public DateTimeOffset ChangedAt { get; private set; }
    public string ChangedBy { get; private set; } = "";

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static ConfigurationDraft Begin(TenantId tenant, int basedOn, string json, string by, DateTimeOffset now) =>
        new() { TenantId = tenant, BasedOn = basedOn, Json = json, ChangedBy = by, ChangedAt = now };

    public void Change(string json, string by, DateTimeOffset now)
    {
        Json = json;
        ChangedBy = by;
        ChangedAt = now;
    }
}
