using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrderGuard.Domain.StatusSync;

/// <summary>A place in a JSON value: <c>$.data.items[0]['odd name']</c>. Members and numbers only, so that it names one place.</summary>
public sealed class JsonPath
{
    public const int MaxLength = 200;
    private const int MostSteps = 20;
    private const int MostItems = 50;
    private readonly List<object> _steps;

    private JsonPath(List<object> steps) => _steps = steps;

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPath? path)
    {
        path = null;
        if (text.Length is 0 or > MaxLength || text[0] != '$') return false;
        var steps = new List<object>();
        for (var at = 1; at < text.Length;)
        {
            if (text[at] == '.')
            {
                var end = text.AsSpan(at + 1).IndexOfAny('.', '[');
                var name = end < 0 ? text[(at + 1)..] : text.Substring(at + 1, end);
                if (name.Length == 0 || name.AsSpan().IndexOfAny("]'\"*") >= 0) return false;
                steps.Add(name);
                at += name.Length + 1;
            }
            else if (text[at] == '[')
            {
                var close = text.IndexOf(']', at);
                if (close < 0) return false;
                var inner = text[(at + 1)..close];
                if (inner.Length > 2 && inner[0] is '\'' or '"' && inner[^1] == inner[0]) steps.Add(inner[1..^1]);
                else if (int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) steps.Add(number);
                else return false;
                at = close + 1;
            }
            else return false;
        }
        if (steps.Count > MostSteps) return false;
        path = new JsonPath(steps);
        return true;
    }

    /// <summary>What stands there; null where nothing does.</summary>
    public JsonElement? Find(JsonElement root)
    {
        foreach (var step in _steps)
        {
            if (step is string name)
            {
                if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty(name, out var member)) return null;
                root = member;
            }
            else
            {
                var number = (int)step;
                if (root.ValueKind is not JsonValueKind.Array || root.GetArrayLength() <= number) return null;
                root = root[number];
            }
        }
        return root;
    }

    /// <summary>Puts a text there, making what lies on the way; false where something else stands in the way.</summary>
    public bool TryPut(JsonObject root, string value)
    {
        JsonNode at = root;
        for (var i = 0; i < _steps.Count; i++)
        {
            var last = i == _steps.Count - 1;
            JsonNode Next() => last ? JsonValue.Create(value) : _steps[i + 1] is string ? new JsonObject() : new JsonArray();
            if (_steps[i] is string name)
            {
                if (at is not JsonObject members) return false;
                if (last || members[name] is null) members[name] = Next();
                at = members[name]!;
            }
            else
            {
                var number = (int)_steps[i];
                if (at is not JsonArray items || number > MostItems) return false;
                while (items.Count <= number) items.Add(null);
                if (last || items[number] is null) items[number] = Next();
                at = items[number]!;
            }
        }
        return _steps.Count > 0;
    }

    /// <summary>Every place in the value that holds a text, a number or a flag, with what it holds.</summary>
    public static IEnumerable<(string Path, string Value)> Places(JsonElement root, int most = 200) => Walk(root, "$").Take(most);

    private static IEnumerable<(string Path, string Value)> Walk(JsonElement element, string at) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(x => Walk(x.Value, IsPlain(x.Name) ? $"{at}.{x.Name}" : $"{at}['{x.Name}']")),
        JsonValueKind.Array => element.EnumerateArray().Take(20).SelectMany((x, i) => Walk(x, $"{at}[{i.ToString(CultureInfo.InvariantCulture)}]")),
        _ => StatusReading.TextOf(element) is { } text ? [(at, text)] : [],
    };

    private static bool IsPlain(string name) => name.Length > 0 && name.All(x => char.IsLetterOrDigit(x) || x is '_' or '-');
}
