using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Tenancy;

/// <summary>
/// The tenant's running numbers: the head of its audit chain and the sequence of its live feed. Whoever saves audit entries
/// or alerts takes this row first, so that both are gapless and in the order of the commits.
/// </summary>
public sealed class TenantLedger : ITenantOwned
{
    private TenantLedger() { } // EF Core

    public TenantId TenantId { get; private set; }
    public long AuditSequence { get; private set; }

    /// <summary>The hash of the newest audit entry, in lower-case hex; that of an empty chain is 64 zeros.</summary>
    public string AuditHash { get; private set; } = Audit.AuditEntry.Genesis;
    public long AlertSequence { get; private set; }

    public static TenantLedger For(TenantId tenant) => new() { TenantId = tenant };

    public void Chained(string auditHash) => AuditHash = auditHash;
}
