using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OrderGuard.Infrastructure.Notifications;

/// <summary>Fills the placeholders of a gateway's request, each escaped for where it stands: <c>{to}</c>, <c>{text}</c>, <c>{id}</c>, <c>{time}</c>, <c>{secret:name}</c>.</summary>
internal static partial class GatewayTemplate
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Within a text of JSON, without the quotes around it.</summary>
    public static string ForJson(string value) => JsonSerializer.Serialize(value, Json)[1..^1];

    public static string ForForm(string value) => Uri.EscapeDataString(value);

    /// <summary>A header has one line.</summary>
    public static string ForHeader(string value) => string.Concat(value.Where(x => !char.IsControl(x)));

    /// <exception cref="GatewayTemplateException">A placeholder has no value.</exception>
    public static string Fill(string template, Func<string, string?> value, Func<string, string> escape)
    {
        var text = new StringBuilder();
        var at = 0;
        foreach (var match in Placeholder().EnumerateMatches(template))
        {
            text.Append(template, at, match.Index - at);
            var name = template.Substring(match.Index + 1, match.Length - 2);
            text.Append(escape(value(name) ?? throw new GatewayTemplateException($"The template asks for {{{name}}}, which has no value.")));
            at = match.Index + match.Length;
        }
        return text.Append(template, at, template.Length - at).ToString();
    }

    [GeneratedRegex(@"\{(?:to|text|id|time|secret:[A-Za-z0-9._-]+)\}")]
    private static partial Regex Placeholder();
}

internal sealed class GatewayTemplateException(string message) : Exception(message);
