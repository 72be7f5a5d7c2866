using System.Text.RegularExpressions;

namespace OrderGuard.Web.Integrations;

/// <summary>Turns the JSON reader's path (<c>$.timeouts[0].within</c>) into a pointer (<c>/timeouts/0/within</c>).</summary>
internal static partial class JsonPointers
{
    public static string OfPath(string? path) => path is null ? "" : Step().Replace(path.TrimStart('$'), x =>
        "/" + Escape(x.Groups["index"].Success ? x.Groups["index"].Value : x.Groups["quoted"].Success ? x.Groups["quoted"].Value : x.Groups["name"].Value));

    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    [GeneratedRegex(@"\[(?<index>\d+)\]|\['(?<quoted>.*?)'\]|\.(?<name>[^.\[]+)")]
    private static partial Regex Step();
}
