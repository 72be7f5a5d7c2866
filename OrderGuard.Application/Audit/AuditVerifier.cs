using OrderGuard.Domain.Audit;

namespace OrderGuard.Application.Audit;

/// <summary>How a link of the chain is broken.</summary>
public enum AuditFault
{
    Changed,
    Removed,
    Inserted,
    Moved,

    /// <summary>The file's own frame (its first or last line) is missing or altered.</summary>
    Frame,
}

/// <summary>The first broken link: which entry, on which line, and why it is known to be broken.</summary>
public sealed record AuditBreak(AuditFault Fault, long? Sequence, long Line, string Reason);

/// <summary>What a verification came to; without a break the chain is whole.</summary>
public sealed record AuditVerdict(string? Tenant, long From, long To, long Entries, AuditBreak? Break);

/// <summary>Verifies an exported audit chain, line by line and without a database, and names the first broken link.</summary>
/// <remarks>
/// An entry is sound when it has the number and the previous hash that its place demands and its fields give its hash. At the
/// first that is not, the rest of the file is read once for what tells a changed entry from a removed, an inserted or a moved one.
/// </remarks>
public static class AuditVerifier
{
    public static async Task<AuditVerdict> VerifyAsync(TextReader file, CancellationToken ct = default)
    {
        var lines = new AuditLines(file);
        if (await lines.NextAsync(ct) is not { } first || AuditFile.Read<AuditFileHeader>(first) is not { Format: AuditFile.Format } header)
            return new AuditVerdict(null, 0, 0, 0, new(AuditFault.Frame, null, 1, $"The first line is not the header of an {AuditFile.Format} file."));

        var verdict = new AuditVerdict(header.TenantCode, header.From, header.To, 0, null);
        if (FaultOf(header) is { } fault) return verdict with { Break = new(AuditFault.Frame, null, 1, fault) };

        var place = new AuditPlace(header.Tenant, header.From, header.PreviousHash);
        AuditFileTrailer? trailer = null;
        while (await lines.NextAsync(ct) is { } line)
        {
            if (trailer is not null) return Broken(new(AuditFault.Inserted, null, lines.Number, "Something stands behind the last line of the export."));
            trailer = AuditFile.Read<AuditFileTrailer>(line);
            if (trailer is not null) continue;

            var entry = AuditFile.Read<AuditFileEntry>(line);
            if (place.IsSound(entry) && entry.Sequence <= header.To)
            {
                place.Advance(entry, lines.Number);
                continue;
            }
            return Broken(AuditDiagnosis.Of(place, entry, lines.Number, header, await AuditRest.ReadAsync(place, entry, lines, ct)));
        }
        return Broken(EndOf(place, header, trailer, lines.Number));

        AuditVerdict Broken(AuditBreak? found) => verdict with { Entries = place.Next - header.From, Break = found };
    }

    private static string? FaultOf(AuditFileHeader header)
    {
        if (header.From < 1 || header.To < header.From - 1) return "The header's range cannot be.";
        if (header.Seal is { } seal)
        {
            if (!seal.IsTrue(header.Tenant)) return "The seal in the header does not give its own hash.";
            if (seal.HeadSequence >= header.From || (seal.HeadSequence == header.From - 1 && seal.HeadHash != header.PreviousHash)) return "The first entry does not begin where the seal in the header ends.";
        }
        return header.From == 1 && header.PreviousHash != AuditEntry.Genesis ? "A chain that begins with entry 1 hangs on nothing before it." : null;
    }

    private static AuditBreak? EndOf(AuditPlace place, AuditFileHeader header, AuditFileTrailer? trailer, long line)
    {
        if (place.Next <= header.To)
            return new(AuditFault.Removed, place.Next, line, $"The file ends before entry {place.Next}; its header promises entries up to {header.To}.");
        if (place.Hash != header.HeadHash)
        {
            return trailer?.HeadHash == place.Hash || place.LastLine == 0
                ? new(AuditFault.Frame, null, 1, "The header names another head of the chain than its entries give.")
                : new(AuditFault.Changed, place.Next - 1, place.LastLine, $"Entry {place.Next - 1} was changed and hashed anew: the header names another hash for the head of the chain.");
        }
        if (trailer is null) return new(AuditFault.Frame, null, line, "The last line of the export is missing or altered.");
        if (trailer.Count != place.Next - header.From || trailer.HeadHash != place.Hash)
            return new(AuditFault.Frame, null, line, "The last line of the export does not agree with its entries.");
        return null;
    }
}
