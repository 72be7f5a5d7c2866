using System.Globalization;
using System.Text;
using System.Text.Json;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Risk.Samples;

namespace OrderGuard.Web.Risk.Rules;

/// <summary>Labelled past orders as JSON; each order as in the events interface.</summary>
public sealed record SampleBody
{
    public string? Set { get; init; }
    public bool Append { get; init; }
    public IReadOnlyList<SampleEntry>? Samples { get; init; }

    /// <summary>One order with its label.</summary>
    public sealed record SampleEntry(string? OrderNo = null, string? PlacedAt = null, bool? Fraud = null, JsonElement Order = default);

    /// <summary>The same as a file with a column for each fact, so that one reader serves both.</summary>
    internal static (byte[] Content, SampleMapping Mapping) ToCsv(IReadOnlyList<SampleEntry> samples)
    {
        var rows = samples.Select(x => (Entry: x, Facts: Flat(x.Order))).ToList();
        var paths = rows.SelectMany(x => x.Facts.Keys).Distinct(StringComparer.Ordinal).Where(OrderFields.IsKnown).Order(StringComparer.Ordinal).ToList();
        var csv = new StringBuilder("label,orderNo,at");
        foreach (var path in paths) csv.Append(',').Append(Quoted(path));
        foreach (var (entry, facts) in rows)
        {
            csv.Append("\r\n").Append(entry.Fraud switch { true => "1", false => "0", _ => "" }).Append(',').Append(Quoted(entry.OrderNo ?? "")).Append(',').Append(Quoted(entry.PlacedAt ?? ""));
            foreach (var path in paths) csv.Append(',').Append(Quoted(facts.GetValueOrDefault(path, "")));
        }
        var mapping = new SampleMapping { Label = "label", PlacedAt = "at", OrderNo = "orderNo", Fields = paths.ToDictionary(x => x, x => x), Delimiter = "," };
        return (Encoding.UTF8.GetBytes(csv.Append("\r\n").ToString()), mapping);
    }

    private static Dictionary<string, string> Flat(JsonElement order)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (order.ValueKind is JsonValueKind.Object) Add(order, "");
        return facts;

        void Add(JsonElement part, string prefix)
        {
            foreach (var member in part.EnumerateObject())
            {
                if (member.Value.ValueKind is JsonValueKind.Object) Add(member.Value, $"{prefix}{member.Name}.");
                else if (member.Value.ValueKind is JsonValueKind.String) facts[prefix + member.Name] = member.Value.GetString()!;
                else if (member.Value.ValueKind is JsonValueKind.Number) facts[prefix + member.Name] = member.Value.GetDouble().ToString("R", CultureInfo.InvariantCulture);
                else if (member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False) facts[prefix + member.Name] = member.Value.GetBoolean() ? "true" : "false";
            }
        }
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
