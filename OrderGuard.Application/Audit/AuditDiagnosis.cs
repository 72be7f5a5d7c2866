using System.Diagnostics.CodeAnalysis;

namespace OrderGuard.Application.Audit;

/// <summary>How far the chain has been followed, and what the next entry must be.</summary>
internal sealed class AuditPlace(Guid tenant, long next, string hash)
{
    public long Next { get; private set; } = next;
    public string Hash { get; private set; } = hash;

    /// <summary>What the last sound entry hung on.</summary>
    public string? HashBeforeLast { get; private set; }
    public long LastLine { get; private set; }

    public bool IsSound([NotNullWhen(true)] AuditFileEntry? entry) => entry is not null && entry.Sequence == Next && entry.PreviousHash == Hash && entry.IsTrue(tenant);

    public bool IsTrue([NotNullWhen(true)] AuditFileEntry? entry) => entry is not null && entry.IsTrue(tenant);

    public void Advance(AuditFileEntry entry, long line)
    {
        (HashBeforeLast, Hash, LastLine) = (entry.PreviousHash, entry.Hash, line);
        Next++;
    }
}

/// <summary>What the lines behind a broken link tell of it; as little is remembered of a long file as of a short one.</summary>
internal sealed record AuditRest(AuditFileEntry? Following, long? ExpectedAtLine, bool SameNumberAgain)
{
    public static async Task<AuditRest> ReadAsync(AuditPlace place, AuditFileEntry? broken, AuditLines lines, CancellationToken ct)
    {
        AuditFileEntry? following = null;
        long? expectedAt = null;
        var again = false;
        for (var first = true; await lines.NextAsync(ct) is { } line; first = false)
        {
            if (AuditFile.Read<AuditFileEntry>(line) is not { } entry) continue;
            if (first) following = entry;
            if (expectedAt is null && place.IsSound(entry)) expectedAt = lines.Number;
            again |= broken is not null && entry.Sequence == broken.Sequence;
        }
        return new AuditRest(following, expectedAt, again);
    }
}

/// <summary>Tells, at a broken link, what was done to the chain.</summary>
internal static class AuditDiagnosis
{
    public static AuditBreak Of(AuditPlace place, AuditFileEntry? found, long line, AuditFileHeader header, AuditRest rest)
    {
        var expected = place.Next;
        if (rest.ExpectedAtLine is { } later)
        {
            // The entry that belongs here comes later: either this one came between, or the two were moved.
            var misplaced = place.IsTrue(found) && found.Sequence > expected && found.Sequence <= header.To && !rest.SameNumberAgain;
            return misplaced
                ? new(AuditFault.Moved, expected, line, $"Entry {expected} stands on line {later}; entry {found!.Sequence} stands in its place.")
                : new(AuditFault.Inserted, found?.Sequence ?? expected, line, $"The entry on this line is not part of the chain: entry {expected}, which follows here, stands on line {later}.");
        }
        if (place.LastLine > 0 && place.IsTrue(found) && found.Sequence == expected - 1 && found.PreviousHash == place.HashBeforeLast)
            return new(AuditFault.Inserted, expected - 1, place.LastLine, $"Two entries claim the place of entry {expected - 1}, on lines {place.LastLine} and {line}.");
        if (expected > header.To && found is null)
            return new(AuditFault.Frame, null, line, "The last line of the export is altered.");
        if (expected > header.To)
            return new(AuditFault.Inserted, found!.Sequence, line, $"The entry stands behind entry {header.To}, where the export ends.");
        if (found is null)
            return new(AuditFault.Changed, expected, line, $"Entry {expected} cannot be read as it was exported.");
        if (found.Sequence == expected)
            return AtItsPlace(place, found, line, header, rest);
        if (found.Sequence > expected && (place.IsTrue(found) || rest.Following?.Sequence == found.Sequence + 1))
            return new(AuditFault.Removed, expected, line, found.Sequence == expected + 1 ? $"Entry {expected} is missing." : $"Entries {expected} to {found.Sequence - 1} are missing.");
        return new(AuditFault.Changed, expected, line, $"The entry in the place of entry {expected} bears number {found.Sequence}, and its content does not give its hash.");
    }

    private static AuditBreak AtItsPlace(AuditPlace place, AuditFileEntry found, long line, AuditFileHeader header, AuditRest rest)
    {
        if (!place.IsTrue(found)) return new(AuditFault.Changed, found.Sequence, line, $"The content of entry {found.Sequence} does not give its hash.");

        // It is true to itself but hangs on another hash: it or the one before was replaced. Whoever comes behind knows which.
        var confirmed = found.Sequence == header.To ? header.HeadHash == found.Hash : rest.Following?.PreviousHash == found.Hash;
        if (!confirmed) return new(AuditFault.Changed, found.Sequence, line, $"Entry {found.Sequence} was changed and hashed anew: it does not hang on entry {found.Sequence - 1}.");
        return place.LastLine == 0
            ? new(AuditFault.Frame, null, 1, $"Entry {found.Sequence} does not hang on the hash that the header names.")
            : new(AuditFault.Changed, found.Sequence - 1, place.LastLine, $"Entry {found.Sequence - 1} was changed and hashed anew: entry {found.Sequence} hangs on another hash.");
    }
}
