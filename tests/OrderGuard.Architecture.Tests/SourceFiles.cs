using System.Text.RegularExpressions;
using OrderGuard.Testing;

namespace OrderGuard.Architecture.Tests;

/// <summary>The product's own sources, as text: for rules that no longer show in an assembly.</summary>
internal static partial class SourceFiles
{
    public static readonly IReadOnlyList<string> Layers = ["Domain", "Application", "Infrastructure", "Web"];

    private static readonly string[] NotOurs = ["bin", "obj", "wwwroot", "Migrations", "Microsoft.SqlServer.Server"];

    public static string Folder(string layer) => Path.Combine(Repository.Root, $"OrderGuard.{layer}");

    /// <summary>Every C# and Razor file of the layers, by its path from the root.</summary>
    public static IEnumerable<(string Path, string Text)> Of(params IEnumerable<string> layers) =>
        layers.SelectMany(layer => Under(Folder(layer))).Select(path => (path, File.ReadAllText(Path.Combine(Repository.Root, path))));

    /// <summary>The places where a pattern stands in code, comments left out: <c>path:line</c>.</summary>
    public static IReadOnlyList<string> Places(this IEnumerable<(string Path, string Text)> files, Regex pattern) =>
        [.. from file in files
            from line in file.Text.Split('\n').Index()
            where pattern.IsMatch(Comment().Replace(line.Item, ""))
            select $"{file.Path}:{line.Index + 1}"];

    /// <summary>The folders of a project that hold sources, without those that the build and the tools make.</summary>
    public static IEnumerable<string> SourceFolders(string project) =>
        Directory.GetDirectories(project)
            .Where(folder => !NotOurs.Contains(Path.GetFileName(folder)) && Under(folder).Any())
            .Select(folder => Path.GetFileName(folder)!);

    private static IEnumerable<string> Under(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(NotOurs.Contains));

    [GeneratedRegex(@"(?<!:)//.*$|^\s*\*.*$")]
    private static partial Regex Comment();
}
