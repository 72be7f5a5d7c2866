using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Web.Timeouts;

/// <summary>Reads the request of a backtest, and says by pointer what is wrong with it.</summary>
public static partial class BacktestBody
{
    public static Result<BacktestTimeouts> Read(JsonElement body)
    {
        if (body.ValueKind is not JsonValueKind.Object) return Bad("", "The body is an object with from, to and timeouts, all of them optional.");
        DateTimeOffset? from = null, to = null;
        IReadOnlyList<TimeoutRule>? rules = null;
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "from" when property.Value.ValueKind is not JsonValueKind.Null:
                    if ((from = Instant(property.Value)) is null) return Bad("/from", "A date such as 2026-11-22, or a time with an offset.");
                    break;
                case "to" when property.Value.ValueKind is not JsonValueKind.Null:
                    if ((to = Instant(property.Value)) is null) return Bad("/to", "A date such as 2026-11-22, or a time with an offset.");
                    break;
                case "timeouts" when property.Value.ValueKind is not JsonValueKind.Null:
                    var read = Rules(property.Value);
                    if (read.Refusal is { } refusal) return refusal;
                    rules = read.Required;
                    break;
                case "from" or "to" or "timeouts":
                    break;
                default:
                    return Bad("/" + property.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal), "This is not part of the request.");
            }
        }
        return new BacktestTimeouts(from, to, rules);
    }

    /// <summary>The rules of a JSON array, as they stand in a configuration document.</summary>
    public static Result<IReadOnlyList<TimeoutRule>> Rules(JsonElement rules)
    {
        if (rules.ValueKind is not JsonValueKind.Array) return Bad("/timeouts", "A list of rules is needed.");
        var read = new List<TimeoutRule>();
        foreach (var rule in rules.EnumerateArray())
        {
            try
            {
                if (rule.Deserialize<TimeoutRule>(ConfigurationJson.Options) is not { } known) return Bad($"/timeouts/{read.Count}", "A rule is needed.");
                read.Add(known with { ByCategory = known.ByCategory ?? new Dictionary<string, TimeSpan>(), Overrides = [.. (known.Overrides ?? []).OfType<TimeoutOverride>()] });
            }
            catch (JsonException e)
            {
                return Bad($"/timeouts/{read.Count}{Pointer(e.Path)}", Words(e.Message));
            }
        }
        return read;
    }

    /// <summary>A time with an offset, or a date alone, which begins at midnight UTC.</summary>
    public static DateTimeOffset? Instant(string? text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;
    }

    private static DateTimeOffset? Instant(JsonElement value) => value.ValueKind is JsonValueKind.String ? Instant(value.GetString()) : null;

    private static Refusal Bad(string pointer, string message) => Refusal.Invalid("invalid", "Some fields need mending.", new Problem(pointer, message));

    private static string Pointer(string? path) => path is null ? "" : string.Concat(Steps().Matches(path).Select(x => "/" + (x.Groups[1].Success ? x.Groups[1].Value : x.Groups[2].Success ? x.Groups[2].Value : x.Groups[3].Value)));

    /// <summary>The reader's words without its place, and without the names of its own types.</summary>
    private static string Words(string message)
    {
        var plain = message.Split(" Path:")[0];
        if (plain.Contains("required", StringComparison.OrdinalIgnoreCase)) return "A rule needs code, from, until and within.";
        if (plain.Contains("could not be mapped", StringComparison.Ordinal)) return "This is not part of a rule.";
        return plain.Contains("System.", StringComparison.Ordinal) || plain.Contains("OrderGuard.", StringComparison.Ordinal) ? "This value is not of the kind that is needed here." : plain;
    }

    [GeneratedRegex(@"\['([^']*)'\]|\[(\d+)\]|\.([^.\[]+)")]
    private static partial Regex Steps();
}
