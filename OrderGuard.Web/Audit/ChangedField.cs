using System.Text.Json;

namespace OrderGuard.Web.Audit;

/// <summary>One field of an audited object, before and after.</summary>
public sealed record ChangedField(string Path, string? Before, string? After)
{
    private const int Most = 300;

    public bool Changed => Before != After;

    /// <summary>The fields of both states side by side: those that differ first, then those that stayed.</summary>
    public static IReadOnlyList<ChangedField> Between(string? before, string? after)
    {
        var (old, now) = (Flatten(before), Flatten(after));
        return [.. old.Keys.Union(now.Keys).Select(x => new ChangedField(x, old.GetValueOrDefault(x), now.GetValueOrDefault(x))).OrderBy(x => !x.Changed).Take(Most)];
    }

    private static Dictionary<string, string> Flatten(string? text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(text)) return fields;
        try
        {
            using var json = JsonDocument.Parse(text);
            Add(fields, "", json.RootElement);
        }
        catch (JsonException)
        {
            fields["text"] = text;
        }
        return fields;
    }

    private static void Add(Dictionary<string, string> fields, string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject()) Add(fields, path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.Value);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray()) Add(fields, $"{path}[{index++}]", item);
                break;
            default:
                fields[path.Length == 0 ? "value" : path] = value.ToString();
                break;
        }
    }
}
