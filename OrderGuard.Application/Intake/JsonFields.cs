using System.Text.Json;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Intake;

namespace OrderGuard.Application.Intake;

/// <summary>Reads the fields of one JSON object by hand, and notes what is wrong with each by its pointer.</summary>
internal readonly struct JsonFields(JsonElement element, string pointer, EventReading reading)
{
    private static readonly DateTimeOffset Earliest = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A text that must be there, without the blanks around it.</summary>
    public string Required(string name, int most)
    {
        var text = Text(name, most)?.Trim();
        if (string.IsNullOrEmpty(text) && !reading.HasProblems) Wrong(name, "must be a text that is not empty.");
        return text ?? "";
    }

    public string? Text(string name, int most)
    {
        if (!Given(name, JsonValueKind.String, "a text", out var value)) return null;
        var text = value.GetString()!;
        if (text.Length > most) Wrong(name, $"is longer than {most} characters.");
        else if (text.Contains('\0', StringComparison.Ordinal)) Wrong(name, "holds a NUL character.");
        return text.Length == 0 ? null : text;
    }

    public decimal? Number(string name, decimal least, decimal most)
    {
        if (!Given(name, JsonValueKind.Number, "a number", out var value)) return null;
        if (value.TryGetDecimal(out var number) && number >= least && number <= most) return number;
        Wrong(name, FormattableString.Invariant($"must be between {least} and {most}."));
        return null;
    }

    public int? Count(string name, int most)
    {
        if (!Given(name, JsonValueKind.Number, "a whole number", out var value)) return null;
        if (value.TryGetInt32(out var number) && number >= 0 && number <= most) return number;
        Wrong(name, FormattableString.Invariant($"must be a whole number between 0 and {most}."));
        return null;
    }

    /// <summary>A time as in RFC 3339; without an offset it is in the source's zone.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (!Given(name, JsonValueKind.String, "a time", out var value)) return null;
        var text = value.GetString()!;
        var day = text.IndexOf('T', StringComparison.Ordinal);
        DateTimeOffset instant;
        if (day > 0 && text.AsSpan(day).IndexOfAny("Zz+-") >= 0 && value.TryGetDateTimeOffset(out var stated))
        {
            instant = stated.ToUniversalTime();
        }
        else if (day > 0 && value.TryGetDateTime(out var local) && local.Year is > 1 and < 9999)
        {
            reading.NeedsZone = true;
            instant = LocalTimes.ToInstant(local, reading.Zone ?? TimeZoneInfo.Utc);
        }
        else
        {
            Wrong(name, "must be a time as in RFC 3339, such as 2026-11-22T10:00:00+08:00.");
            return null;
        }
        if (instant >= Earliest && instant <= Latest) return instant;
        Wrong(name, "must be a time between 1900 and 2200.");
        return null;
    }

    public JsonFields? Object(string name) =>
        Given(name, JsonValueKind.Object, "an object", out var value) ? new JsonFields(value, PointerOf(name), reading) : null;

    public IReadOnlyList<T>? List<T>(string name, int most, Func<JsonFields, T> read)
    {
        if (!Given(name, JsonValueKind.Array, "a list", out var value)) return null;
        if (value.GetArrayLength() > most)
        {
            Wrong(name, $"has more than {most} entries.");
            return null;
        }
        var list = new List<T>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            var at = $"{PointerOf(name)}/{list.Count}";
            if (item.ValueKind is not JsonValueKind.Object)
            {
                reading.Note(at, "must be an object.");
                return null;
            }
            list.Add(read(new JsonFields(item, at, reading)));
        }
        return list;
    }

    /// <summary>Whatever a source wants to carry, as it came.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Anything(string name, int mostCharacters)
    {
        if (!Given(name, JsonValueKind.Object, "an object", out var value)) return null;
        if (value.GetRawText().Length > mostCharacters)
        {
            Wrong(name, $"is longer than {mostCharacters} characters.");
            return null;
        }
        if (!IsPlain(value))
        {
            Wrong(name, "holds a NUL character.");
            return null;
        }
        var whole = value.Clone();
        var entries = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var entry in whole.EnumerateObject()) entries[entry.Name] = entry.Value;
        return entries;
    }

    public bool Has(string name) => element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null;

    /// <summary>Whether something stands there that is no text.</summary>
    public bool IsNested(string name) => element.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.String);

    /// <summary>Any JSON, as it came.</summary>
    public string? Raw(string name, int mostCharacters)
    {
        if (!Has(name)) return null;
        var value = element.GetProperty(name);
        var raw = value.GetRawText();
        if (raw.Length > mostCharacters) Wrong(name, $"is longer than {mostCharacters} characters.");
        else if (!IsPlain(value)) Wrong(name, "holds a NUL character.");
        else return raw;
        return null;
    }

    public void Wrong(string name, string what) => reading.Note(PointerOf(name), what);

    private string PointerOf(string name) => $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    private bool Given(string name, JsonValueKind kind, string kindInWords, out JsonElement value)
    {
        if (!element.TryGetProperty(name, out value) || value.ValueKind is JsonValueKind.Null) return false;
        if (value.ValueKind == kind) return true;
        Wrong(name, $"must be {kindInWords}.");
        return false;
    }

    private static bool IsPlain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => !value.GetString()!.Contains('\0', StringComparison.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().All(IsPlain),
        JsonValueKind.Object => value.EnumerateObject().All(x => !x.Name.Contains('\0', StringComparison.Ordinal) && IsPlain(x.Value)),
        _ => true,
    };
}

/// <summary>What reading one event has come to so far.</summary>
internal sealed class EventReading(TimeZoneInfo? zone)
{
    private Problem? _first;

    public TimeZoneInfo? Zone => zone;
    public bool NeedsZone { get; set; }
    public bool HasProblems => _first is not null;
    public string? Detail => _first is null ? null : $"{_first.Pointer}: {_first.Message}";

    public void Note(string pointer, string what) => _first ??= new Problem(pointer, what);

    public void Begin() => _first = null;
}
