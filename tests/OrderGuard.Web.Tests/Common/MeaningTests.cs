using Bunit;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tests.Common;

public sealed class MeaningTests : PortalContext
{
    [Theory]
    [InlineData(10, "waiting")]
    [InlineData(20, "accepted")]
    [InlineData(39, "accepted")]
    [InlineData(40, "moving")]
    [InlineData(69, "moving")]
    [InlineData(70, "done")]
    [InlineData(89, "done")]
    [InlineData(90, "ended")]
    [InlineData(95, "ended")]
    public void The_range_of_a_status_code_gives_its_colour(int code, string tone) =>
        Chip(code).Find(".og-chip").ClassList.ShouldContain($"og-chip-{tone}");

    [Fact]
    public void A_status_shows_its_code_its_name_and_its_label() =>
        Words(Chip(40)).ShouldBe("40 PACKED · 已打包");

    [Fact]
    public void A_compact_status_leaves_its_label_to_the_hover_text()
    {
        var chip = Render<StatusChip>(p => p.Add(x => x.Code, 40).Add(x => x.Name, "PACKED").Add(x => x.Label, "已打包").Add(x => x.Compact, true));

        Words(chip).ShouldBe("40 PACKED");
        chip.Find(".og-chip").GetAttribute("title").ShouldBe("已打包");
    }

    [Theory]
    [InlineData(SeverityTone.Critical, "warning", "严重")]
    [InlineData(SeverityTone.Warning, "error", "警告")]
    [InlineData(SeverityTone.Info, "info", "提示")]
    [InlineData(SeverityTone.Resolved, "check_circle", "已解决")]
    public void A_severity_is_colour_and_icon_and_word(SeverityTone tone, string icon, string word)
    {
        InLanguage(PortalLanguages.Chinese);

        var badge = Render<SeverityBadge>(p => p.Add(x => x.Tone, tone)).Find(".og-severity");

        badge.ClassList.ShouldContain($"og-severity-{tone.ToString().ToLowerInvariant()}");
        badge.QuerySelector(".rzi")!.TextContent.ShouldBe(icon);
        badge.QuerySelector(".rzi")!.GetAttribute("aria-hidden").ShouldBe("true");
        badge.LastElementChild!.TextContent.ShouldBe(word);
    }

    [Theory]
    [InlineData("CNY", "¥ 4,120.00")]
    [InlineData("BRL", "R$ 4,120.00")]
    [InlineData("CHF", "CHF 4,120.00")]
    [InlineData("JPY", "JPY 4,120")]
    public void Money_carries_its_currency(string currency, string words) =>
        Words(Render<Money>(p => p.Add(x => x.Amount, 4120m).Add(x => x.Currency, currency))).ShouldBe(words);

    [Fact]
    public void A_shortened_identifier_is_still_copied_whole()
    {
        const string id = "0197a3c2-7d4e-7b11-9c55-3f2f8a6b0e21";

        var identifier = Render<Identifier>(p => p.Add(x => x.Value, id).Add(x => x.Length, 9));

        identifier.Find("code").TextContent.ShouldBe("0197…0e21");
        identifier.Find("button").GetAttribute("data-portal-copy").ShouldBe(id);
        identifier.Find("button").GetAttribute("aria-label").ShouldBe($"Copy {id}");
    }

    private IRenderedComponent<StatusChip> Chip(int code) =>
        Render<StatusChip>(p => p.Add(x => x.Code, code).Add(x => x.Name, "PACKED").Add(x => x.Label, "已打包"));

    private static string Words<T>(IRenderedComponent<T> component) where T : Microsoft.AspNetCore.Components.IComponent =>
        string.Join(' ', component.Find("span").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
