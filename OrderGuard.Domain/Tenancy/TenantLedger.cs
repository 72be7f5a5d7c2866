using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Tenancy;

/// <summary>
/// The tenant's running numbers: the head of its audit chain, the sequence of its live feed and that of its outbox. Whoever saves
/// audit entries, alerts or events takes this row first, so that all are gapless and in the order of the commits.
/// </summary>
public sealed class TenantLedger : ITenantOwned
{
    private TenantLedger() { } // EF Core

    public TenantId TenantId { get; private set; }
    public long AuditSequence { get; private set; }

    /// <summary>The hash of the newest audit entry, in lower-case hex; that of an empty chain is 64 zeros.</summary>
    public string AuditHash { get; private set; } = Audit.AuditEntry.Genesis;
    public long AlertSequence { get; private set; }

    /// <summary>The number of the newest event told outside.</summary>
    public long OutboxSequence { get; private set; }

    public static TenantLedger For(TenantId tenant) => new() { TenantId = tenant };

    public void Chained(string auditHash) => AuditHash = auditHash;
}
