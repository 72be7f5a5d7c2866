using OrderGuard.Domain.Configuration;

namespace OrderGuard.Web.Configuration;

/// <summary>Edits of a document, each giving a new one.</summary>
internal static class DocumentEdits
{
    public static IReadOnlyList<T> Put<T>(this IReadOnlyList<T> entries, int index, T entry) => [.. entries.Select((x, i) => i == index ? entry : x)];

    public static IReadOnlyList<T> Without<T>(this IReadOnlyList<T> entries, int index) => [.. entries.Where((_, i) => i != index)];

    public static IReadOnlyDictionary<string, T> Put<T>(this IReadOnlyDictionary<string, T> map, string key, T value) => new Dictionary<string, T>(map) { [key] = value };

    public static IReadOnlyDictionary<string, T> Without<T>(this IReadOnlyDictionary<string, T> map, string key) => map.Where(x => x.Key != key).ToDictionary(x => x.Key, x => x.Value);

    public static ConfigurationDocument WithRule(this ConfigurationDocument document, int index, Func<TimeoutRule, TimeoutRule> edit) =>
        document with { Timeouts = document.Timeouts.Put(index, edit(document.Timeouts[index])) };

    public static ConfigurationDocument WithSource(this ConfigurationDocument document, int index, Func<SourceDefinition, SourceDefinition> edit) =>
        document with { Sources = document.Sources.Put(index, edit(document.Sources[index])) };

    public static ConfigurationDocument WithProfile(this ConfigurationDocument document, int index, Func<ImportProfile, ImportProfile> edit) =>
        document with { ImportProfiles = document.ImportProfiles.Put(index, edit(document.ImportProfiles[index])) };

    /// <summary>Takes a category away, with the thresholds that the rules have for it.</summary>
    public static ConfigurationDocument WithoutCategory(this ConfigurationDocument document, string code) => document with
    {
        Categories = [.. document.Categories.Where(x => x.Code != code)],
        Timeouts = [.. document.Timeouts.Select(x => x.ByCategory.ContainsKey(code) ? x with { ByCategory = x.ByCategory.Without(code) } : x)],
    };

    /// <summary>Maps a word; a source that is not configured yet becomes one, in the role that it has without being configured.</summary>
    public static ConfigurationDocument WithWord(this ConfigurationDocument document, string source, string word, int status)
    {
        var index = document.Sources.ToList().FindIndex(x => x.Code == source);
        if (index >= 0) return document.WithSource(index, x => x with { Mapping = x.Mapping.Put(word, status) });
        var known = TenantConfiguration.SourcesOf(document).FirstOrDefault(x => x.Code == source) ?? new SourceDefinition { Code = source };
        return document with { Sources = [.. document.Sources, known with { Mapping = new Dictionary<string, int> { [word] = status } }] };
    }

    /// <summary>Changes a status; where it comes to say what the preset says, nothing of it stays in the document.</summary>
    public static ConfigurationDocument WithStatus(this ConfigurationDocument document, int code, Func<StatusDefinition, StatusDefinition> edit)
    {
        var preset = StandardStatuses.All.FirstOrDefault(x => x.Code == code);
        var edited = edit(document.Statuses.FirstOrDefault(x => x.Code == code) ?? preset!);
        var same = preset is not null && edited.Name == preset.Name && (edited.Label ?? preset.Label) == preset.Label
            && (edited.Terminal ?? preset.Terminal) == preset.Terminal && edited.Next.Order().SequenceEqual(preset.Next.Order());
        var others = document.Statuses.Where(x => x.Code != code);
        return document with { Statuses = [.. (same ? others : others.Append(edited)).OrderBy(x => x.Code)] };
    }

    public static ConfigurationDocument WithNext(this ConfigurationDocument document, int from, int to, bool allowed) =>
        document.WithStatus(from, x => x with { Next = [.. (allowed ? x.Next.Append(to) : x.Next.Where(n => n != to)).Distinct().Order()] });

    /// <summary>Takes an own status away (or a standard one back to its preset), and every way that leads to it.</summary>
    public static ConfigurationDocument WithoutStatus(this ConfigurationDocument document, int code)
    {
        var standard = StandardStatuses.All.Any(x => x.Code == code);
        return document with
        {
            Statuses = [.. document.Statuses.Where(x => x.Code != code).Select(x => standard ? x : x with { Next = [.. x.Next.Where(n => n != code)] })],
        };
    }

    /// <summary>A code that nothing of these has: <paramref name="stem"/>-1, -2 …</summary>
    public static string FreeCode(this IEnumerable<string> taken, string stem)
    {
        var codes = taken.ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, codes.Count + 1).Select(x => $"{stem}-{x}").First(x => !codes.Contains(x));
    }
}
