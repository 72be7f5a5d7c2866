using System.Reflection;
using System.Xml.Linq;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Architecture.Tests;

public sealed class LayerTests
{
    private static readonly Assembly Domain = typeof(ITenantOwned).Assembly;
    private static readonly Assembly Application = typeof(IUseCase<,>).Assembly;
    private static readonly Assembly Infrastructure = typeof(OrderGuardDb).Assembly;

    [Fact]
    public void Domain_references_nothing_but_the_framework() =>
        References(Domain).ShouldAllBe(name => name == "System" || name.StartsWith("System.", StringComparison.Ordinal));

    [Fact]
    public void Domain_has_no_package_and_no_project_reference()
    {
        var project = XDocument.Load(Path.Combine(SourceFiles.Folder("Domain"), "OrderGuard.Domain.csproj"));

        project.Descendants().Where(x => x.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference").ShouldBeEmpty();
    }

    [Fact]
    public void Application_knows_Domain_alone() => OwnReferences(Application).ShouldBe(["OrderGuard.Domain"]);

    [Fact]
    public void Application_knows_no_database_and_no_web_server() =>
        References(Application).ShouldAllBe(name =>
            !name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            && !name.StartsWith("Microsoft.Data.", StringComparison.Ordinal)
            && !name.StartsWith("Npgsql", StringComparison.Ordinal)
            && !name.StartsWith("Quartz", StringComparison.Ordinal));

    [Fact]
    public void Infrastructure_does_not_know_Web() =>
        OwnReferences(Infrastructure).ShouldBe(["OrderGuard.Application", "OrderGuard.Domain"], ignoreOrder: true);

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static IEnumerable<string> OwnReferences(Assembly assembly) =>
        References(assembly).Where(name => name.StartsWith("OrderGuard.", StringComparison.Ordinal));
}
