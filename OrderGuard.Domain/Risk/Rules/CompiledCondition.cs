using System.Globalization;
using System.Text.Json;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Domain.Risk.Rules;

/// <summary>Makes of conditions and groups what answers whether an order fits them, without allocating.</summary>
internal static class CompiledCondition
{
    public static Func<RiskSubject, bool> Of(RiskGroup group)
    {
        Func<RiskSubject, bool>[] parts = [.. group.Conditions.Select(Of), .. group.Groups.Select(Of)];
        if (parts.Length == 0) return static _ => false;
        if (parts.Length == 1) return parts[0];
        if (group.Match is RiskMatch.Any)
            return x =>
            {
                foreach (var part in parts) if (part(x)) return true;
                return false;
            };
        return x =>
        {
            foreach (var part in parts) if (!part(x)) return false;
            return true;
        };
    }

    /// <summary>A field that is no longer there is missing for ever.</summary>
    public static Func<RiskSubject, bool> Of(RiskCondition x)
    {
        var field = RiskField.Find(x.Field);
        if (field?.Kind is RiskFieldKind.Attribute) return OfAttribute(x, x.Field[RiskField.AttributePrefix.Length..]);
        if (field?.OfNumber is { } number) return OfNumber(x, number);
        if (field?.OfText is { } text) return OfText(x, text);
        if (field?.OfLine is { } line) return OfLines(x, line);
        if (field?.OfMoment is { } moment) return OfMoment(x, moment);
        return x.Is is RiskOperator.Missing ? static _ => true : static _ => false;
    }

    private static Func<RiskSubject, bool> OfNumber(RiskCondition x, Func<RiskSubject, double> of)
    {
        // NaN, a missing value, compares as false with every number, and is unlike every number: that one asks first.
        var (a, b) = (x.Number ?? double.NaN, x.UpTo ?? double.NaN);
        return x.Is switch
        {
            RiskOperator.Equal => s => of(s) == a,
            RiskOperator.NotEqual => s => of(s) is var v && !double.IsNaN(v) && v != a,
            RiskOperator.Above => s => of(s) > a,
            RiskOperator.AtLeast => s => of(s) >= a,
            RiskOperator.Below => s => of(s) < a,
            RiskOperator.AtMost => s => of(s) <= a,
            RiskOperator.Between => s => of(s) is var v && v >= a && v <= b,
            RiskOperator.Known => s => !double.IsNaN(of(s)),
            RiskOperator.Missing => s => double.IsNaN(of(s)),
            _ => static _ => false,
        };
    }

    private static Func<RiskSubject, bool> OfText(RiskCondition x, Func<RiskSubject, string?> of)
    {
        if (x.Is is RiskOperator.Missing) return s => IsMissing(of(s));
        if (x.Is is RiskOperator.Known) return s => !IsMissing(of(s));
        var (fits, wanted) = (TestOf(x), x.Is is not RiskOperator.NotOneOf);
        return s => of(s) is { } value && !IsMissing(value) && fits(value) == wanted;
    }

    /// <summary>Any line that fits; for <c>notOneOf</c>, none of those whose value is known.</summary>
    private static Func<RiskSubject, bool> OfLines(RiskCondition x, Func<OrderLine, string?> of)
    {
        var (fits, wanted) = (x.Is is RiskOperator.Missing or RiskOperator.Known ? static _ => true : TestOf(x), x.Is is not (RiskOperator.NotOneOf or RiskOperator.Missing));
        var mustKnow = x.Is is not RiskOperator.Missing;
        return s =>
        {
            var (found, known, lines) = (false, false, s.Facts.Lines);
            for (var i = 0; i < (lines?.Count ?? 0) && !found; i++)
            {
                if (of(lines![i]) is not { } value || IsMissing(value)) continue;
                known = true;
                found = fits(value);
            }
            return (known || !mustKnow) && found == wanted;
        };
    }

    private static Func<RiskSubject, bool> OfMoment(RiskCondition x, Func<RiskSubject, DateTimeOffset?> of)
    {
        var moment = x.Moment ?? default;
        return x.Is switch
        {
            RiskOperator.Before => s => of(s) < moment,
            RiskOperator.After => s => of(s) > moment,
            RiskOperator.Known => s => of(s) is not null,
            RiskOperator.Missing => s => of(s) is null,
            _ => static _ => false,
        };
    }

    /// <summary>An attribute is what its source sent: a text that is a number counts as one where a number is asked for. Comparing texts makes a copy of it.</summary>
    private static Func<RiskSubject, bool> OfAttribute(RiskCondition x, string name) => RiskField.NeedsOf(x.Is) is RiskNeed.Number or RiskNeed.Range
        ? OfNumber(x, s => s.Facts.Attributes?.TryGetValue(name, out var value) is true ? Number(value) : double.NaN)
        : OfText(x, s => s.Facts.Attributes?.TryGetValue(name, out var value) is true ? Text(value) : null);

    private static Func<string, bool> TestOf(RiskCondition x)
    {
        string[] texts = [.. x.Texts];
        return x.Is switch
        {
            RiskOperator.Contains => v => Any(texts, v, static (value, text) => value.Contains(text, StringComparison.OrdinalIgnoreCase)),
            RiskOperator.StartsWith => v => Any(texts, v, static (value, text) => value.StartsWith(text, StringComparison.OrdinalIgnoreCase)),
            RiskOperator.OneOf or RiskOperator.NotOneOf => v => Any(texts, v, static (value, text) => string.Equals(value, text, StringComparison.OrdinalIgnoreCase)),
            _ => static _ => false,
        };
    }

    private static bool Any(string[] texts, string value, Func<string, string, bool> fits)
    {
        foreach (var text in texts) if (fits(value, text)) return true;
        return false;
    }

    private static bool IsMissing(string? text) => string.IsNullOrWhiteSpace(text);

    private static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => double.NaN,
    };

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
