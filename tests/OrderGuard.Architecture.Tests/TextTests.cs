using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OrderGuard.Architecture.Tests;

public sealed partial class TextTests
{
    private const string Chinese = ".zh-CN.resx";

    private static readonly IReadOnlyList<string> Neutral =
        [.. Directory.EnumerateFiles(SourceFiles.Folder("Web"), "*Text.resx", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];

    [Fact]
    public void Every_text_exists_in_both_languages() =>
        Neutral.SelectMany(path =>
        {
            var (english, chinese) = (Texts(path), Texts(ChineseOf(path)));
            return english.Keys.Except(chinese.Keys).Select(key => $"{Path.GetFileName(ChineseOf(path))} lacks {key}")
                .Concat(chinese.Keys.Except(english.Keys).Select(key => $"{Path.GetFileName(path)} lacks {key}"));
        }).ShouldBeEmpty();

    [Fact]
    public void Both_languages_fill_in_the_same_values() =>
        Neutral.SelectMany(path =>
        {
            var (english, chinese) = (Texts(path), Texts(ChineseOf(path)));
            return english.Keys.Intersect(chinese.Keys)
                .Where(key => !Holes(english[key]).SetEquals(Holes(chinese[key])))
                .Select(key => $"{Path.GetFileName(path)}: {key}");
        }).ShouldBeEmpty();

    [Fact]
    public void No_text_is_empty_and_none_shouts() =>
        Neutral.SelectMany(path => new[] { path, ChineseOf(path) })
            .SelectMany(path => Texts(path).Where(text => string.IsNullOrWhiteSpace(text.Value) || text.Value.IndexOfAny(['!', '！']) >= 0)
                .Select(text => $"{Path.GetFileName(path)}: {text.Key}"))
            .ShouldBeEmpty();

    private static string ChineseOf(string path) => path[..^".resx".Length] + Chinese;

    private static Dictionary<string, string> Texts(string path) => !File.Exists(path)
        ? []
        : XDocument.Load(path).Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")?.Value ?? "");

    private static HashSet<string> Holes(string text) => [.. Hole().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Hole();
}
