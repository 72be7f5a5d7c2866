using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrderGuard.Domain.Notifications;

namespace OrderGuard.Domain.StatusSync;

/// <summary>Where a template stands, and so how what is filled in is escaped.</summary>
public enum TemplateUse
{
    Json,
    Form,
    Address,
    Header,

    /// <summary>Of a message: what is filled in makes no word of its own, as a dot would.</summary>
    RoutingKey,
}

/// <summary>A text of a request with placeholders such as <c>{order}</c>. It can name values and nothing else: it computes nothing, and no value can change its shape.</summary>
/// <remarks>In JSON a placeholder between quotes becomes escaped text; one that stands free becomes a value: a number where it is one, else a quoted text, or null.</remarks>
public static partial class PushTemplate
{
    public static IReadOnlyList<string> Placeholders { get; } =
    [
        "order", "status", "statusName", "word", "previous", "previousName", "previousWord", "occurredAt", "now", "event", "source", "push", "step", "test",
        "amount", "currency", "category", "channel", "warehouse", "carrier",
    ];

    private static readonly HashSet<string> Bare = ["status", "previous", "step", "test", "amount"];

    /// <summary>What every placeholder might stand for, to try a template out.</summary>
    public static IReadOnlyDictionary<string, string?> Sample { get; } = Placeholders.ToDictionary(x => x, x => x switch
    {
        "status" or "previous" or "step" => "40",
        "amount" => "19.9",
        "test" => "false",
        _ => (string?)"Ab\"1",
    });

    /// <summary>Every placeholder that there is not.</summary>
    public static IEnumerable<TemplateProblem> Check(string template)
    {
        foreach (Match match in Placeholder().Matches(template))
        {
            if (Placeholders.Contains(match.Groups[1].Value)) continue;
            var before = template[..match.Index];
            var line = before.Count(x => x == '\n') + 1;
            yield return new TemplateProblem(line, match.Index - (before.LastIndexOf('\n') + 1) + 1, match.Value);
        }
    }

    /// <summary>Whether a JSON template gives JSON whatever its placeholders stand for; else what is wrong with it.</summary>
    public static string? CheckJson(string template)
    {
        foreach (var values in new[] { Sample, new Dictionary<string, string?>() })
        {
            try
            {
                using var _ = JsonDocument.Parse(Fill(template, TemplateUse.Json, values));
            }
            catch (JsonException e)
            {
                return $"line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}";
            }
        }
        return null;
    }

    public static string Fill(string template, TemplateUse use, IReadOnlyDictionary<string, string?> values)
    {
        var text = new StringBuilder(template.Length * 2);
        int at = 0, scanned = 0;
        var quoted = false;
        foreach (Match match in Placeholder().Matches(template))
        {
            var name = match.Groups[1].Value;
            if (!Placeholders.Contains(name)) continue;
            for (; scanned < match.Index; scanned++)
            {
                if (template[scanned] == '\\' && quoted) scanned++;
                else if (template[scanned] == '"') quoted = !quoted;
            }
            text.Append(template, at, match.Index - at).Append(Escape(name, values.GetValueOrDefault(name), use, quoted));
            at = match.Index + match.Length;
        }
        return text.Append(template, at, template.Length - at).ToString();
    }

    private static string Escape(string name, string? value, TemplateUse use, bool quoted) => use switch
    {
        TemplateUse.Json when quoted => JsonEncodedText.Encode(value ?? "", JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value,
        TemplateUse.Json when value is null => "null",
        TemplateUse.Json when Bare.Contains(name) => value,
        TemplateUse.Json => $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value}\"",
        TemplateUse.Header => string.Concat((value ?? "").Select(x => x is >= ' ' and <= '~' ? x.ToString() : Uri.EscapeDataString(x.ToString()))),
        TemplateUse.RoutingKey => Uri.EscapeDataString(value ?? "").Replace(".", "%2E", StringComparison.Ordinal),
        _ => Uri.EscapeDataString(value ?? ""),
    };

    [GeneratedRegex(@"\{([A-Za-z][A-Za-z0-9]*)\}")]
    private static partial Regex Placeholder();
}
