using OrderGuard.Domain.Configuration;

namespace OrderGuard.Domain.StatusSync;

/// <summary>A word as a source has used it lately: how often, how many of these wait for a mapping, and when last.</summary>
public sealed record SeenWord(string Word, int Count, int Waiting, DateTimeOffset LastSeen);

/// <summary>What may be amiss with a source's mapping.</summary>
public enum MappingFindingKind
{
    /// <summary>The source uses the word, and nothing says what it means.</summary>
    WordWithoutMapping,

    /// <summary>Two words mean one status, and none is chosen to tell the source of it.</summary>
    TwoWordsForOneStatus,

    /// <summary>The word told for a status would be understood as another one coming back.</summary>
    RoundTripBroken,

    /// <summary>The source is told a word that it has no meaning for here.</summary>
    OutboundUnknown,

    /// <summary>The source's role does not let it move an order there: it is only compared.</summary>
    MayNotEnter,

    /// <summary>No transition leads to the status.</summary>
    Unreachable,

    /// <summary>A mapped word that has not been seen.</summary>
    NeverSeen,
}

/// <summary>One finding: the word and the statuses that it is about.</summary>
public sealed record MappingFinding(MappingFindingKind Kind, string Word, int? Status = null, int? Other = null, int Events = 0);

/// <summary>Looks for what is amiss with a source's mapping, against what it has really sent.</summary>
public static class MappingChecks
{
    /// <summary>The share of the events seen whose word means something; 1 where none was seen.</summary>
    public static double Coverage(SourceDefinition source, IReadOnlyList<SeenWord> seen, Func<string, int?> byName)
    {
        var all = seen.Sum(x => (long)x.Count);
        return all == 0 ? 1 : (double)seen.Where(x => MeaningOf(source, x.Word, byName) is not null).Sum(x => (long)x.Count) / all;
    }

    /// <summary>What the word means without regard to conditions; null: nothing.</summary>
    public static int? MeaningOf(SourceDefinition source, string word, Func<string, int?> byName) =>
        source.Mapping.TryGetValue(word, out var mapped) ? mapped : byName(word) ?? source.Rules.FirstOrDefault(x => x.Word == word)?.Status;

    public static IEnumerable<MappingFinding> Find(SourceDefinition source, IReadOnlyList<SeenWord> seen, IReadOnlyDictionary<int, StatusDefinition> statuses, Func<string, int?> byName)
    {
        foreach (var word in seen.Where(x => MeaningOf(source, x.Word, byName) is null)) yield return new(MappingFindingKind.WordWithoutMapping, word.Word, Events: word.Count);
        foreach (var twice in source.Mapping.GroupBy(x => x.Value).Where(x => x.Count() > 1 && !source.Outbound.ContainsKey(ConfigurationRules.Text(x.Key))))
            yield return new(MappingFindingKind.TwoWordsForOneStatus, string.Join(", ", twice.Select(x => x.Key)), twice.Key);
        foreach (var (code, word) in source.Outbound)
        {
            if (!int.TryParse(code, out var status)) continue;
            var back = MeaningOf(source, word, byName);
            if (back is null) yield return new(MappingFindingKind.OutboundUnknown, word, status);
            else if (back != status) yield return new(MappingFindingKind.RoundTripBroken, word, status, back);
        }
        var named = source.Mapping.Select(x => (Word: x.Key, Status: x.Value)).Concat(source.Rules.Select(x => (x.Word, x.Status))).DistinctBy(x => x.Status).ToList();
        foreach (var (word, status) in named.Where(x => source.Role is SourceRole.Contributor && !source.MayEnter.Contains(x.Status))) yield return new(MappingFindingKind.MayNotEnter, word, status);
        var reached = statuses.Values.SelectMany(x => x.Next).ToHashSet();
        var first = statuses.Keys.DefaultIfEmpty().Min();
        foreach (var (word, status) in named.Where(x => x.Status != first && !reached.Contains(x.Status))) yield return new(MappingFindingKind.Unreachable, word, status);
        var used = seen.Select(x => x.Word).ToHashSet(StringComparer.Ordinal);
        if (seen.Count > 0)
            foreach (var (word, status) in source.Mapping.Where(x => !used.Contains(x.Key))) yield return new(MappingFindingKind.NeverSeen, word, status);
    }
}
