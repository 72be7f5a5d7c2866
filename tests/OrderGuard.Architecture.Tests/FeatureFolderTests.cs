using System.Text.RegularExpressions;
using OrderGuard.Testing;

namespace OrderGuard.Architecture.Tests;

public sealed partial class FeatureFolderTests
{
    private const string Common = "Common";
    private const string Dashboard = "Dashboard";

    private static readonly string[] Features =
    [
        "Orders", "Intake", "Timeouts", "StatusSync", "Risk", "Review", "Rings", "Alerts", "Notifications", "Flows",
        "Configuration", "Tenancy", "Audit", "Integrations",
    ];

    [Theory]
    [InlineData("Domain")]
    [InlineData("Application", Dashboard)]
    [InlineData("Infrastructure")]
    [InlineData("Web", Dashboard, "Properties")]
    public void A_layer_has_no_folder_but_the_features(string layer, params string[] besides) =>
        SourceFiles.SourceFolders(SourceFiles.Folder(layer)).Except([Common, .. Features, .. besides]).ShouldBeEmpty();

    [Theory]
    [InlineData("Infrastructure")]
    [InlineData("Web")]
    public void What_an_outer_layer_does_the_application_and_the_domain_know_by_the_same_name(string layer)
    {
        var features = SourceFiles.SourceFolders(SourceFiles.Folder(layer)).Intersect(Features).ToList();

        features.Except(SourceFiles.SourceFolders(SourceFiles.Folder("Application"))).ShouldBeEmpty("Not in OrderGuard.Application");
        features.Except(SourceFiles.SourceFolders(SourceFiles.Folder("Domain"))).ShouldBeEmpty("Not in OrderGuard.Domain");
    }

    [Theory]
    [InlineData("Domain")]
    [InlineData("Application")]
    [InlineData("Infrastructure")]
    [InlineData("Web")]
    public void The_tests_of_a_layer_mirror_its_folders(string layer) =>
        SourceFiles.SourceFolders(Path.Combine(Repository.Root, "tests", $"OrderGuard.{layer}.Tests"))
            .Except([Common, Dashboard, .. Features]).ShouldBeEmpty();

    [Fact]
    public void A_namespace_is_the_folder() =>
        SourceFiles.Of(SourceFiles.Layers)
            .Select(file => (file.Path, Declared: Namespace().Match(file.Text).Groups["name"].Value, Folder: NamespaceOf(file.Path)))
            .Where(file => file.Declared.Length > 0 && file.Declared != file.Folder)
            .Select(file => $"{file.Path} declares {file.Declared}")
            .ShouldBeEmpty();

    [Fact]
    public void Nothing_is_called_helper_or_manager() =>
        SourceFiles.Of(SourceFiles.Layers)
            .Select(file => Path.GetFileName(file.Path))
            .Where(name => VagueName().IsMatch(name))
            .ShouldBeEmpty();

    private static string NamespaceOf(string path) => Path.GetDirectoryName(path)!.Replace(Path.DirectorySeparatorChar, '.');

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(Helpers?|Utils?|Utilities|Managers?)\.(cs|razor)$")]
    private static partial Regex VagueName();
}
