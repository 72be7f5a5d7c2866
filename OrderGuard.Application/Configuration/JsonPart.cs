using System.Globalization;
using System.Text.Json;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Configuration;

/// <summary>One object of a JSON document that somebody else wrote: answers what is there, and notes what is wrong with it.</summary>
/// <remarks>What cannot be read comes back as a harmless stand-in, so that reading goes on and finds all that is wrong.</remarks>
internal sealed class JsonPart
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly List<ConfigurationProblem> _problems;
    private readonly bool _readable;

    /// <param name="known">The properties that may stand here; null: any.</param>
    public JsonPart(JsonElement element, string pointer, List<ConfigurationProblem> problems, IReadOnlyList<string>? known)
    {
        (Pointer, _problems) = (pointer, problems);
        _readable = element.ValueKind is JsonValueKind.Object;
        if (!_readable)
        {
            Note(pointer, "not-object");
            return;
        }
        foreach (var member in element.EnumerateObject())
        {
            if (known is not null && !known.Contains(member.Name)) Note(At(member.Name), "unknown-property", string.Join(", ", known));
            else if (!_members.TryAdd(member.Name, member.Value)) Note(At(member.Name), "duplicate-property");
        }
    }

    public string Pointer { get; }

    public IEnumerable<KeyValuePair<string, JsonElement>> Members => _members;

    public string At(string name) => ConfigurationProblem.At(Pointer, name);

    public void Note(string pointer, string code, params string[] args) => _problems.Add(new ConfigurationProblem(pointer, code, args));

    public string Text(string name, int most) => Required(name) is { } value ? ReadText(value, At(name), most) : "";

    public string? OptionalText(string name, int most) => Given(name) is { } value ? ReadText(value, At(name), most) : null;

    /// <summary>A text that may have several lines.</summary>
    public string? OptionalLines(string name, int most) => Given(name) is { } value ? ReadLines(value, At(name), most) : null;

    public int? OptionalWhole(string name) => Given(name) is { } value ? ReadWhole(value, At(name)) : null;

    /// <summary>One character, which may be a control character such as a tab.</summary>
    public string? OptionalCharacter(string name)
    {
        if (Given(name) is not { } value) return null;
        if (value.ValueKind is JsonValueKind.String && value.GetString() is { Length: 1 } text && text[0] is not ('"' or '\r' or '\n' or '\0')) return text;
        Note(At(name), "delimiter");
        return null;
    }

    public JsonPart Inner(JsonElement value, string pointer, IReadOnlyList<string> known) => new(value, pointer, _problems, known);

    public JsonPart? Inner(string name, IReadOnlyList<string> known) => Given(name) is { } value ? new(value, At(name), _problems, known) : null;

    public int Whole(string name) => Required(name) is { } value ? ReadWhole(value, At(name)) : 0;

    public int Whole(string name, int otherwise) => Given(name) is { } value ? ReadWhole(value, At(name)) : otherwise;

    public double Number(string name, double otherwise)
    {
        if (Given(name) is not { } value) return otherwise;
        if (value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)) return number;
        Note(At(name), "not-number");
        return otherwise;
    }

    public decimal Amount(string name, decimal otherwise)
    {
        if (Given(name) is not { } value) return otherwise;
        if (value.ValueKind is JsonValueKind.Number && value.TryGetDecimal(out var number)) return number;
        Note(At(name), "not-number");
        return otherwise;
    }

    /// <summary>A text in a form of its own; <paramref name="problem"/> says what is wrong where it is in another.</summary>
    public T Formed<T>(string name, T otherwise, string problem, Func<string, T?> read) where T : struct
    {
        if (Given(name) is not { } value) return otherwise;
        if (value.ValueKind is JsonValueKind.String && read(value.GetString()!) is { } formed) return formed;
        Note(At(name), problem);
        return otherwise;
    }

    public bool? Flag(string name)
    {
        if (Given(name) is not { } value) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Note(At(name), "not-flag");
        return null;
    }

    public TimeSpan Duration(string name) => Required(name) is { } value ? ReadDuration(value, At(name)) : TimeSpan.FromHours(1);

    public TimeSpan Duration(string name, TimeSpan otherwise) => Given(name) is { } value ? ReadDuration(value, At(name)) : otherwise;

    public T? Choice<T>(string name) where T : struct, Enum
    {
        if (Given(name) is not { } value) return null;
        var words = Enum.GetValues<T>().ToDictionary(x => JsonNamingPolicy.CamelCase.ConvertName(x.ToString()));
        if (value.ValueKind is JsonValueKind.String && words.TryGetValue(value.GetString()!, out var chosen)) return chosen;
        Note(At(name), "one-of", string.Join(", ", words.Keys));
        return null;
    }

    public LocalizedText? Label(string name)
    {
        if (Given(name) is not { } value) return null;
        var label = new JsonPart(value, At(name), _problems, ["en", "zh-CN"]);
        var (english, chinese) = (label.OptionalText("en", ConfigurationLimits.LabelLength), label.OptionalText("zh-CN", ConfigurationLimits.LabelLength));
        if (english is null && chinese is null && label._readable) Note(At(name), "missing");
        return (english ?? chinese) is { } either ? new LocalizedText(english ?? either, chinese ?? either) : null;
    }

    public IReadOnlyList<string> Texts(string name, int most, int length) => List(name, most, (x, at) => ReadText(x, at, length));

    public IReadOnlyList<OpeningHours> Hours(string name) => List(name, ConfigurationLimits.OpeningHours, (x, at) =>
    {
        if (x.ValueKind is JsonValueKind.String && OpeningHours.TryParse(x.GetString()!, out var hours)) return hours;
        Note(at, "opening-hours");
        return new OpeningHours(TimeSpan.Zero, OpeningHours.WholeDay);
    });

    public DateOnly Date(string name) => Required(name) is { } value ? ReadDate(value, At(name)) : default;

    public DateOnly? OptionalDate(string name) => Given(name) is { } value ? ReadDate(value, At(name)) : null;

    public DateTimeOffset Instant(string name)
    {
        if (Required(name) is not { } value) return default;
        if (value.ValueKind is JsonValueKind.String && value.GetString() is { } text && HasOffset(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)) return instant.ToUniversalTime();
        Note(At(name), "instant");
        return default;
    }

    public IReadOnlyList<int> Wholes(string name, int most) => List(name, most, ReadWhole);

    public IReadOnlyList<T> List<T>(string name, int most, Func<JsonElement, string, T> read)
    {
        if (Given(name) is not { } value) return [];
        if (value.ValueKind is not JsonValueKind.Array)
        {
            Note(At(name), "not-list");
            return [];
        }
        if (value.GetArrayLength() > most)
        {
            Note(At(name), "too-many", most.ToString(CultureInfo.InvariantCulture));
            return [];
        }
        return [.. value.EnumerateArray().Select((x, i) => read(x, ConfigurationProblem.At(At(name), i)))];
    }

    public IReadOnlyDictionary<string, T> Map<T>(string name, int most, int keyLength, Func<JsonElement, string, T> read)
    {
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        if (Given(name) is not { } value) return map;
        var part = new JsonPart(value, At(name), _problems, null);
        if (part._members.Count > most)
        {
            Note(At(name), "too-many", most.ToString(CultureInfo.InvariantCulture));
            return map;
        }
        foreach (var (key, element) in part._members)
        {
            CheckText(key, part.At(key), keyLength);
            map[key] = read(element, part.At(key));
        }
        return map;
    }

    public int ReadWhole(JsonElement value, string pointer)
    {
        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number)) return number;
        Note(pointer, "not-whole");
        return 0;
    }

    private DateOnly ReadDate(JsonElement value, string pointer)
    {
        if (value.ValueKind is JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        Note(pointer, "date");
        return default;
    }

    private static bool HasOffset(string text) => text.Length > 10 && text[10] is 'T' && (text[^1] is 'Z' || text.Length > 6 && text[^3] is ':' && text[^6] is '+' or '-');

    public TimeSpan ReadDuration(JsonElement value, string pointer)
    {
        if (value.ValueKind is JsonValueKind.String && IsoDurations.TryRead(value.GetString()!, out var duration)) return duration;
        Note(pointer, "duration");
        return TimeSpan.FromHours(1);
    }

    public string ReadText(JsonElement value, string pointer, int most)
    {
        if (value.ValueKind is JsonValueKind.String)
        {
            var text = value.GetString()!;
            CheckText(text, pointer, most);
            return text;
        }
        Note(pointer, "not-text");
        return "";
    }

    public string ReadLines(JsonElement value, string pointer, int most)
    {
        if (value.ValueKind is not JsonValueKind.String)
        {
            Note(pointer, "not-text");
            return "";
        }
        var text = value.GetString()!;
        if (text.Length == 0 || text.Length > most) Note(pointer, "text-length", most.ToString(CultureInfo.InvariantCulture));
        else if (text.Any(x => char.IsControl(x) && x is not ('\n' or '\r' or '\t'))) Note(pointer, "text-control");
        return text;
    }

    private void CheckText(string text, string pointer, int most)
    {
        if (text.Length == 0 || text.Length > most) Note(pointer, "text-length", most.ToString(CultureInfo.InvariantCulture));
        else if (!ConfigurationLimits.IsClean(text)) Note(pointer, "text-control");
    }

    private JsonElement? Given(string name) => _members.TryGetValue(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    private JsonElement? Required(string name)
    {
        var given = Given(name);
        if (given is null && _readable) Note(At(name), "missing");
        return given;
    }
}
