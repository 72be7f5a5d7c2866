using System.Text.RegularExpressions;
using System.Xml.Linq;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tests.Common;

/// <summary>Reads the resource files themselves, so that a new pair is covered without being named here.</summary>
public sealed partial class TextResourceTests
{
    private static readonly string Web = Path.Combine(SolutionFolder(), "OrderGuard.Web");

    public static TheoryData<string> TextFiles() =>
        [.. Directory.EnumerateFiles(Web, "*Text.resx", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Web, file)).Where(file => !file.StartsWith("bin", StringComparison.Ordinal) && !file.StartsWith("obj", StringComparison.Ordinal))];

    [Fact]
    public void There_are_texts_to_compare() => TextFiles().Count.ShouldBeGreaterThan(1);

    [Theory]
    [MemberData(nameof(TextFiles))]
    public void Both_languages_have_the_same_words(string file)
    {
        var english = Read(file);
        var chinese = Read(Path.ChangeExtension(file, ".zh-CN.resx"));

        chinese.Keys.Except(english.Keys).ShouldBeEmpty("in Chinese only");
        english.Keys.Except(chinese.Keys).ShouldBeEmpty("in English only");
        english.Concat(chinese).Where(text => string.IsNullOrWhiteSpace(text.Value)).Select(text => text.Key).ShouldBeEmpty("without a text");
    }

    [Theory]
    [MemberData(nameof(TextFiles))]
    public void Both_languages_fill_in_the_same_blanks(string file)
    {
        var chinese = Read(Path.ChangeExtension(file, ".zh-CN.resx"));

        Read(file).Where(text => chinese.TryGetValue(text.Key, out var other) && !Blanks(text.Value).SetEquals(Blanks(other)))
            .Select(text => text.Key).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(TextFiles))]
    public void Every_pair_has_a_class_to_ask_for_it(string file)
    {
        var name = $"OrderGuard.Web.{Path.ChangeExtension(file, null).Replace(Path.DirectorySeparatorChar, '.')}";

        typeof(CommonText).Assembly.GetType(name).ShouldNotBeNull($"{name} beside {file}");
    }

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Web, file)).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")?.Value ?? "");

    private static HashSet<string> Blanks(string text) => [.. Blank().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Blank();

    private static string SolutionFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OrderGuard.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The solution folder is not above the tests.");
    }
}
