using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Domain.StatusSync;

/// <summary>What happened in one step of reading a report.</summary>
public enum ReadingStepKind
{
    Given,
    Found,
    NotFound,
    PatternMatched,
    PatternMissed,
    Number,
    NoNumber,
    RuleMissed,
    RuleHit,
    Mapped,
    Named,
    NoMapping,
}

/// <summary>One step of reading a report: what was looked at, and what it gave.</summary>
public sealed record ReadingStep(ReadingStepKind Kind, string Subject, string? Value, int? Status = null);

/// <summary>How one source's reports are read: where the word stands, and what it means when other fields say so.</summary>
public sealed class StatusReading
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly SourceExtract _extract;
    private readonly JsonPath? _path;
    private readonly Regex? _pattern;
    private readonly IReadOnlyList<StatusRule> _rules;

    private StatusReading(SourceDefinition source)
    {
        _extract = source.Extract ?? new SourceExtract();
        _path = _extract.Path is { } path && JsonPath.TryParse(path, out var parsed) ? parsed : null;
        _pattern = _extract.Pattern is { } pattern && IsPattern(pattern) ? Compile(pattern) : null;
        _rules = source.Rules;
    }

    /// <summary>Null where the source's word is simply its status.</summary>
    public static StatusReading? Of(SourceDefinition source) => source.Extract is null && source.Rules.Count == 0 ? null : new StatusReading(source);

    public static bool IsPattern(string pattern)
    {
        try
        {
            _ = Compile(pattern);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    public static bool IsFieldPath(string path) => path.StartsWith("order.", StringComparison.Ordinal) ? JsonPath.TryParse("$" + path[5..], out _) : JsonPath.TryParse(path, out _);

    /// <summary>A text, number or flag as text; null for anything else.</summary>
    public static string? TextOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>The source's word in its report.</summary>
    public string WordIn(string word, string? payload, List<ReadingStep>? steps = null)
    {
        var text = word.Trim();
        steps?.Add(new ReadingStep(ReadingStepKind.Given, "status", text));
        if (_path is not null && payload is not null)
        {
            using var document = JsonDocument.Parse(payload);
            var found = _path.Find(document.RootElement) is { } place ? TextOf(place)?.Trim() : null;
            steps?.Add(new ReadingStep(found is null ? ReadingStepKind.NotFound : ReadingStepKind.Found, _extract.Path!, found));
            text = found ?? text;
        }
        if (_pattern is not null)
        {
            var match = _pattern.Match(text);
            var part = !match.Success ? null : match.Groups["status"] is { Success: true } named ? named.Value : match.Groups.Count > 1 && match.Groups[1].Success ? match.Groups[1].Value : match.Value;
            steps?.Add(new ReadingStep(part is null ? ReadingStepKind.PatternMissed : ReadingStepKind.PatternMatched, _extract.Pattern!, part));
            text = part?.Trim() ?? text;
        }
        if (_extract.As is ExtractAs.Number)
        {
            var number = NumberIn(text);
            steps?.Add(new ReadingStep(number is null ? ReadingStepKind.NoNumber : ReadingStepKind.Number, text, number));
            text = number ?? text;
        }
        return text.Cut(Order.WordMaxLength);
    }

    /// <summary>What the first rule that fits says; null: none does, and the mapping counts.</summary>
    public int? ByRule(string word, string? payload, OrderFacts? facts, List<ReadingStep>? steps = null)
    {
        JsonDocument? document = null;
        JsonElement? order = null;
        try
        {
            foreach (var rule in _rules.Where(x => x.Word == word))
            {
                var missed = rule.When.FirstOrDefault(x => !Fits(x));
                if (missed is null)
                {
                    steps?.Add(new ReadingStep(ReadingStepKind.RuleHit, string.Join(" · ", rule.When.Select(Say)), word, rule.Status));
                    return rule.Status;
                }
                steps?.Add(new ReadingStep(ReadingStepKind.RuleMissed, Say(missed), ValueAt(missed.Path), rule.Status));
            }
            return null;
        }
        finally
        {
            document?.Dispose();
        }

        string? ValueAt(string path)
        {
            if (path.StartsWith("order.", StringComparison.Ordinal))
            {
                if (facts is null) return null;
                order ??= JsonSerializer.SerializeToElement(facts, Json);
                return JsonPath.TryParse("$" + path[5..], out var inFacts) && inFacts.Find(order.Value) is { } fact ? TextOf(fact) : null;
            }
            if (payload is null || !JsonPath.TryParse(path, out var inPayload)) return null;
            document ??= JsonDocument.Parse(payload);
            return inPayload.Find(document.RootElement) is { } found ? TextOf(found) ?? "" : null;
        }

        bool Fits(FieldCondition condition)
        {
            var value = ValueAt(condition.Path);
            var wanted = condition.Value ?? "";
            return condition.Is switch
            {
                FieldTest.Exists => value is not null,
                FieldTest.NotEquals => !string.Equals(value, wanted, StringComparison.OrdinalIgnoreCase),
                _ when value is null => false,
                FieldTest.Equals => string.Equals(value, wanted, StringComparison.OrdinalIgnoreCase),
                FieldTest.Contains => value.Contains(wanted, StringComparison.OrdinalIgnoreCase),
                FieldTest.StartsWith => value.StartsWith(wanted, StringComparison.OrdinalIgnoreCase),
                FieldTest.Above => Compare(value, wanted) > 0,
                FieldTest.Below => Compare(value, wanted) < 0,
                _ => false,
            };
        }
    }

    private static string Say(FieldCondition condition) => $"{condition.Path} {JsonNamingPolicy.CamelCase.ConvertName(condition.Is.ToString())} {condition.Value}".Trim();

    private static int? Compare(string value, string wanted) =>
        decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var left) && decimal.TryParse(wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out var right) ? left.CompareTo(right) : null;

    private static string? NumberIn(string text)
    {
        var from = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (from < 0) return null;
        var to = from;
        while (to < text.Length && char.IsAsciiDigit(text[to])) to++;
        var digits = text[from..to].TrimStart('0');
        return digits.Length == 0 ? "0" : digits;
    }

    // Without backtracking no text of a source can keep it busy.
    private static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(200));
}
