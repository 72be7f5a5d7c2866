using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Audit;

/// <summary>A statement, made every hour, of how far the tenant's audit chain had come: also that nothing was added.</summary>
/// <remarks>The seals are a chain of their own, so that none can be taken out; what is purged ends at a seal, where the rest begins.</remarks>
public sealed class AuditSeal : ITenantOwned
{
    private AuditSeal() { } // EF Core

    public TenantId TenantId { get; private set; }

    /// <summary>1, 2, 3 … within the tenant, without gaps.</summary>
    public long Number { get; private set; }

    /// <summary>The period that it speaks of begins where that of the seal before ended.</summary>
    public DateTimeOffset From { get; private set; }
    public DateTimeOffset Until { get; private set; }

    /// <summary>The newest entry at the time of sealing; 0 while there is none.</summary>
    public long HeadSequence { get; private set; }
    public string HeadHash { get; private set; } = "";

    /// <summary>How many entries have come since the seal before.</summary>
    public long Entries { get; private set; }
    public DateTimeOffset SealedAt { get; private set; }
    public string PreviousHash { get; private set; } = "";
    public string Hash { get; private set; } = "";

    public static AuditSeal Seal(TenantId tenant, AuditSeal? previous, DateTimeOffset from, DateTimeOffset until, long headSequence, string headHash, DateTimeOffset now)
    {
        var seal = new AuditSeal
        {
            TenantId = tenant, Number = (previous?.Number ?? 0) + 1, From = from.ToUniversalTime(), Until = until.ToUniversalTime(), HeadSequence = headSequence,
            HeadHash = headHash, Entries = headSequence - (previous?.HeadSequence ?? 0), SealedAt = now.ToUniversalTime(), PreviousHash = previous?.Hash ?? AuditEntry.Genesis,
        };
        seal.Hash = seal.ComputeHash();
        return seal;
    }

    /// <summary>A seal as an export tells it, to be verified.</summary>
    public static AuditSeal Restore(
        TenantId tenant, long number, DateTimeOffset from, DateTimeOffset until, long headSequence, string headHash, long entries, DateTimeOffset sealedAt, string previousHash, string hash) => new()
        {
            TenantId = tenant, Number = number, From = from, Until = until, HeadSequence = headSequence, HeadHash = headHash, Entries = entries,
            SealedAt = sealedAt, PreviousHash = previousHash, Hash = hash,
        };

    /// <summary>SHA-256 over every field; none of them can hold the separator.</summary>
    public string ComputeHash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"{TenantId.Value:N}|{Number}|{From.UtcTicks}|{Until.UtcTicks}|{HeadSequence}|{HeadHash}|{Entries}|{SealedAt.UtcTicks}|{PreviousHash}"))));
}
