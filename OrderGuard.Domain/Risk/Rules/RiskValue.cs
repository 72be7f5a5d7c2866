using System.Globalization;

namespace OrderGuard.Domain.Risk.Rules;

/// <summary>An order's value of a field as a text, for people.</summary>
public static class RiskValue
{
    /// <summary>The value; null: missing.</summary>
    public static string? Of(string code, RiskSubject order)
    {
        var field = RiskField.Find(code);
        if (field?.OfNumber?.Invoke(order) is { } number) return double.IsNaN(number) ? null : number.ToString("0.####", CultureInfo.InvariantCulture);
        if (field?.OfText?.Invoke(order) is { } text) return text;
        if (field?.OfMoment?.Invoke(order) is { } moment) return moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        if (field?.OfLine is { } line) return order.Facts.Lines?.Select(line).OfType<string>().ToList() is { Count: > 0 } values ? string.Join(", ", values.Take(5)) : null;
        if (field?.Kind is RiskFieldKind.Attribute && order.Facts.Attributes?.TryGetValue(code[RiskField.AttributePrefix.Length..], out var value) is true) return value.ToString();
        return null;
    }
}
