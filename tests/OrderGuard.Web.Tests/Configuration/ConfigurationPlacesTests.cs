using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Configuration;
using OrderGuard.Web.Tests.Common;
using ConfigurationSection = OrderGuard.Domain.Configuration.ConfigurationSection;

namespace OrderGuard.Web.Tests.Configuration;

/// <summary>A problem of the draft leads to the page where it is mended, by a name that people know.</summary>
public sealed class ConfigurationPlacesTests : PortalContext
{
    public static TheoryData<ConfigurationSection> Sections => [.. Enum.GetValues<ConfigurationSection>()];

    [Theory]
    [MemberData(nameof(Sections))]
    public void Every_section_has_a_name_and_a_page_of_its_own_to_edit_it(ConfigurationSection section)
    {
        var pages = typeof(ReviewChangesPage).Assembly.GetTypes().SelectMany(x => x.GetCustomAttributes<RouteAttribute>()).Select(x => x.Template).ToHashSet();
        var pointer = $"/{char.ToLowerInvariant($"{section}"[0])}{$"{section}"[1..]}/0/code";

        ConfigurationPlaces.SectionOf(pointer).ShouldBe(section);
        ConfigurationPlaces.PageOf(pointer).ShouldNotBe("/configuration/versions");
        pages.ShouldContain(ConfigurationPlaces.PageOf(pointer));
        Services.GetRequiredService<IStringLocalizer<ConfigurationText>>()[$"Section.{section}"].ResourceNotFound.ShouldBeFalse();
    }

    [Theory]
    [InlineData("/statuses/0/next/1", "Waiting")]
    [InlineData("/channels/1/to", "mail")]
    [InlineData("/channels/2/to", null)]
    [InlineData("/gateway/bulkLeast", null)]
    [InlineData("/nonsense/0", null)]
    [InlineData("", null)]
    public void An_entry_goes_by_its_label_or_else_by_its_code(string pointer, string? name) => ConfigurationPlaces.EntryOf(new ConfigurationDocument
    {
        Statuses = [new StatusDefinition { Code = 10, Name = "WAITING", Label = new LocalizedText("Waiting", "等待") }],
        Channels = [new ChannelDefinition { Code = "ding", Kind = ChannelKind.DingTalk }, new ChannelDefinition { Code = "mail", Kind = ChannelKind.Email }],
    }, pointer).ShouldBe(name);
}
