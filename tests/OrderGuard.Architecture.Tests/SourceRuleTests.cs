using System.Text.RegularExpressions;

namespace OrderGuard.Architecture.Tests;

public sealed partial class SourceRuleTests
{
    [Fact]
    public void Web_never_names_the_database() => SourceFiles.Of("Web").Places(Database()).ShouldBeEmpty();

    [Fact]
    public void No_product_code_reads_the_wall_clock() => SourceFiles.Of(SourceFiles.Layers).Places(WallClock()).ShouldBeEmpty();

    [Fact]
    public void The_systems_clock_is_named_only_where_it_is_registered() =>
        SourceFiles.Of(SourceFiles.Layers).Places(SystemClock())
            // The tools that write migrations have no container to ask.
            .Where(place => !place.Contains("Registration.cs:", StringComparison.Ordinal) && !place.Contains("DesignTimeDb.cs:", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public void Only_Tenancy_lifts_the_tenant_filter() =>
        SourceFiles.Of(SourceFiles.Layers).Places(FilterLifted())
            .Where(place => !place.StartsWith(Path.Combine("OrderGuard.Application", "Tenancy"), StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public void Nothing_is_async_and_void() => SourceFiles.Of(SourceFiles.Layers).Places(AsyncVoid()).ShouldBeEmpty();

    [Fact]
    public void Components_inject_nothing_and_pages_inject_through_their_constructor() =>
        SourceFiles.Of("Web").Where(file => file.Path.EndsWith(".razor", StringComparison.Ordinal) && !file.Path.EndsWith("_Imports.razor", StringComparison.Ordinal))
            .Places(UseCaseInMarkup())
            .ShouldBeEmpty();

    // Were the rules' patterns blind, the rules above would hold of anything.
    [Theory]
    [InlineData("var now = DateTimeOffset.UtcNow;")]
    [InlineData("    @DateTime.Now.Year")]
    [InlineData("await Task.Run(() => Thread.Sleep(5));")]
    [InlineData("public Guid Id { get; } = Guid.NewGuid();")]
    public void The_wall_clock_is_recognised(string line) => new[] { ("A.cs", line) }.Places(WallClock()).ShouldBe(["A.cs:1"]);

    [Theory]
    [InlineData("clock.GetUtcNow();")]
    [InlineData("// never DateTime.UtcNow here")]
    [InlineData("    /// <summary>Unlike DateTime.Now.</summary>")]
    public void What_only_looks_like_it_is_not(string line) => new[] { ("A.cs", line) }.Places(WallClock()).ShouldBeEmpty();

    [GeneratedRegex(@"\b(I?OrderGuardDb|DbContext|DbSet|SqliteDb|PostgreSqlDb|SqlServerDb)\b|Microsoft\.EntityFrameworkCore")]
    private static partial Regex Database();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b|\bThread\.Sleep\b|\bGuid\.NewGuid\b")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"\bTimeProvider\.System\b")]
    private static partial Regex SystemClock();

    [GeneratedRegex(@"\bIgnoreQueryFilters\b")]
    private static partial Regex FilterLifted();

    [GeneratedRegex(@"\basync void\b")]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"@inject\s+(IUseCase|NavigationManager|IServiceProvider)|\[Inject\]")]
    private static partial Regex UseCaseInMarkup();
}
