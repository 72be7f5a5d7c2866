using Bunit;
using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Common;
using OrderGuard.Web.Configuration;
using OrderGuard.Web.Tests.Common;

namespace OrderGuard.Web.Tests.Configuration;

public sealed class ConfigurationComponentTests : PortalContext
{
    private static readonly ConfigurationDocument Document = new()
    {
        Categories = [new CategoryDefinition { Code = "cold-chain", Label = new LocalizedText("Cold chain", "冷链") }],
        Timeouts = [new TimeoutRule { Code = "payment", From = 10, Until = 20, Within = TimeSpan.FromHours(1) }],
    };

    private ConfigurationDocument? _edited;

    [Fact]
    public void A_duration_typed_into_the_grid_sets_the_category_s_threshold()
    {
        var grid = Grid(Document);

        grid.Find("input[aria-label='payment: Cold chain']").Change("30 min");

        _edited!.Timeouts[0].ByCategory["cold-chain"].ShouldBe(TimeSpan.FromMinutes(30));
    }

    [Fact]
    public void What_is_no_duration_is_told_while_typing_and_not_saved()
    {
        var grid = Grid(Document);

        grid.Find("input[aria-label='payment: Cold chain']").Input("soon");
        grid.Find(".cfg-problem").TextContent.ShouldContain("30 min");
        grid.Find("input[aria-label='payment: Cold chain']").Change("soon");

        _edited.ShouldBeNull();
    }

    [Fact]
    public void An_emptied_cell_follows_the_other_categories_again()
    {
        var own = Document with { Timeouts = [Document.Timeouts[0] with { ByCategory = new Dictionary<string, TimeSpan> { ["cold-chain"] = TimeSpan.FromMinutes(5) } }] };
        var grid = Grid(own);

        grid.Find("input[aria-label='payment: Cold chain']").Change("");

        _edited!.Timeouts[0].ByCategory.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(PortalLanguages.English)]
    [InlineData(PortalLanguages.Chinese)]
    public void Every_section_of_the_document_has_a_name_above_its_changes(string language)
    {
        InLanguage(language);
        var words = new LocalizedText("x", "x");
        var changes = Enum.GetValues<ConfigurationSection>().Select(x => new ConfigurationChange(x, $"/{x}", null, null, words) { Subject = words }).ToList();

        var list = Render<ChangeList>(x => x.Add(c => c.Changes, changes).Add(c => c.BeforeLabel, "1").Add(c => c.AfterLabel, "2"));

        list.FindAll(".cfg-section").Count.ShouldBe(changes.Count);
        list.Markup.ShouldNotContain("Section.");
    }

    [Fact]
    public void The_grid_speaks_chinese()
    {
        InLanguage(PortalLanguages.Chinese);

        var grid = Grid(Document);

        grid.Find("thead").TextContent.ShouldContain("冷链");
        grid.Find("input[aria-label='payment：其他品类']").GetAttribute("value").ShouldBe("1 小时");
    }

    [Fact]
    public void The_diff_shows_both_sides_in_words()
    {
        var after = Document with { Timeouts = [Document.Timeouts[0] with { Within = TimeSpan.FromMinutes(45) }] };

        var list = Render<ChangeList>(x => x.Add(c => c.Changes, ConfigurationDiff.Compare(Document, after)).Add(c => c.BeforeLabel, "1").Add(c => c.AfterLabel, "2"));

        (list.Find("del").TextContent, list.Find("ins").TextContent).ShouldBe(("1 h", "45 min"));
    }

    [Fact]
    public void Every_problem_has_words_in_the_portal_s_languages()
    {
        foreach (var language in new[] { PortalLanguages.English, PortalLanguages.Chinese })
        {
            var words = new System.Resources.ResourceManager(typeof(ConfigurationText)).GetResourceSet(System.Globalization.CultureInfo.GetCultureInfo(language), true, true)!;
            ConfigurationProblem.Messages.Keys.Where(x => words.GetString($"Problem.{x}") is null).ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_standard_status_that_comes_to_say_what_its_preset_says_leaves_the_document()
    {
        var changed = Document.WithNext(10, 90, false);
        changed.Statuses.Single().Code.ShouldBe(10);

        changed.WithNext(10, 90, true).Statuses.ShouldBeEmpty();
    }

    private IRenderedComponent<TimeoutGrid> Grid(ConfigurationDocument document) => Render<TimeoutGrid>(x => x
        .Add(g => g.Draft, new DraftState(PublishedConfiguration.Preset, Document, document))
        .Add(g => g.OnEdit, EventCallback.Factory.Create<Func<ConfigurationDocument, ConfigurationDocument>>(this, edit => _edited = edit(document))));
}
