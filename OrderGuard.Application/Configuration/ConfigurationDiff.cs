using System.Text.Json;
using System.Text.Json.Nodes;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Configuration;

/// <summary>Tells two configuration documents apart: by what they mean, not by how they are written or ordered.</summary>
public static class ConfigurationDiff
{
    private static readonly HashSet<string> Maps = ["mapping", "byCategory", "fields", "stages", "finalStatuses", "weekly", "attributes", "secrets", "userIds", "headers", "templates", "quietHours", "words", "outbound", "bySource"];
    private static readonly Dictionary<string, string[]> Keyed = new() { ["overrides"] = ["category", "channel", "warehouse", "customerClass", "from"], ["holidays"] = ["from"], ["makeUpDays"] = ["date"] };
    private static readonly HashSet<string> Sets = ["next", "mayEnter", "statuses", "accepts"];

    public static IReadOnlyList<ConfigurationChange> Compare(ConfigurationDocument before, ConfigurationDocument after)
    {
        var words = new ConfigurationWords(before, after);
        var changes = new List<ConfigurationChange>();
        // A standard status that one side does not mention stands there all the same, as its preset.
        var statuses = before.Statuses.Concat(after.Statuses).Select(x => x.Code).ToHashSet();
        JsonObject old = ToJson(before with { Statuses = Effective(before, statuses) }), now = ToJson(after with { Statuses = Effective(after, statuses) });
        foreach (var section in Enum.GetValues<ConfigurationSection>())
        {
            var name = ConfigurationJson.NameOf(section);
            if (old[name] is JsonArray oldEntries && now[name] is JsonArray newEntries) Entries(section, oldEntries, newEntries, words, changes);
            else if (old[name] is JsonObject oldSettings && now[name] is JsonObject newSettings) Properties(section, $"/{name}", null, oldSettings, newSettings, words, changes);
        }
        return changes;
    }

    private static void Entries(ConfigurationSection section, JsonArray before, JsonArray after, ConfigurationWords words, List<ConfigurationChange> changes)
    {
        Dictionary<string, JsonObject> old = ByCode(before), now = ByCode(after);
        foreach (var code in old.Keys.Union(now.Keys))
        {
            var path = ConfigurationProblem.At($"/{ConfigurationJson.NameOf(section)}", code);
            var (was, stands) = (old.GetValueOrDefault(code), now.GetValueOrDefault(code));
            if (was is not null && stands is not null) Properties(section, path, code, was, stands, words, changes);
            else changes.Add(words.OfEntry(section, path, code, was, stands));
        }
    }

    private static void Properties(
        ConfigurationSection section, string path, string? code, JsonObject before, JsonObject after, ConfigurationWords words, List<ConfigurationChange> changes)
    {
        foreach (var name in before.Select(x => x.Key).Union(after.Select(x => x.Key)))
        {
            var (was, stands) = (before[name], after[name]);
            var at = ConfigurationProblem.At(path, name);
            if (Keyed.TryGetValue(name, out var key)) (was, stands) = (ByKey(was as JsonArray ?? [], key), ByKey(stands as JsonArray ?? [], key));
            if (Keyed.ContainsKey(name) || Maps.Contains(name) || was is JsonObject && stands is JsonObject && name == "tiers")
            {
                var (old, now) = (was as JsonObject ?? [], stands as JsonObject ?? []);
                foreach (var entry in old.Select(x => x.Key).Union(now.Select(x => x.Key)))
                    if (!JsonNode.DeepEquals(old[entry], now[entry]))
                        changes.Add(words.OfValue(section, ConfigurationProblem.At(at, entry), code, name, entry, old[entry], now[entry]));
            }
            else if (!JsonNode.DeepEquals(was, stands)) changes.Add(words.OfValue(section, at, code, name, null, was, stands));
        }
    }

    /// <summary>The entries of a list by what tells them apart; a second one of the same gets a number.</summary>
    private static JsonObject ByKey(JsonArray entries, string[] key)
    {
        var map = new JsonObject();
        foreach (var entry in entries.OfType<JsonObject>())
        {
            var name = string.Join(" · ", key.Select(x => entry[x]?.ToString()).Where(x => x is not null));
            for (var i = 2; map.ContainsKey(name); i++) name += $" ({i})";
            map[name] = entry.DeepClone();
        }
        return map;
    }

    private static IReadOnlyList<StatusDefinition> Effective(ConfigurationDocument document, HashSet<int> codes) =>
    [
        .. ConfigurationRules.KnownStatuses(document).Values.Where(x => codes.Contains(x.Code))
            .Select(x => x with { Label = x.Label ?? StandardStatuses.All.FirstOrDefault(s => s.Code == x.Code)?.Label }),
    ];

    private static Dictionary<string, JsonObject> ByCode(JsonArray entries)
    {
        var byCode = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var entry in entries.OfType<JsonObject>()) byCode.TryAdd(entry["code"]!.ToString(), entry);
        return byCode;
    }

    /// <summary>The document in one form: sets sorted, what says nothing left out.</summary>
    private static JsonObject ToJson(ConfigurationDocument document)
    {
        var json = (JsonObject)JsonSerializer.SerializeToNode(document, ConfigurationJson.Options)!;
        foreach (var entry in json.Select(x => x.Value).OfType<JsonArray>().SelectMany(x => x).OfType<JsonObject>())
            foreach (var name in Sets)
                if (entry[name] is JsonArray set) entry[name] = new JsonArray([.. set.Select(x => x!.GetValue<int>()).Order().Select(x => (JsonNode)x)]);
        return json;
    }
}
