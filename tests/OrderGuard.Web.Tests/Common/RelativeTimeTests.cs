using Bunit;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tests.Common;

public sealed class RelativeTimeTests : PortalContext
{
    [Theory]
    [InlineData("en", -2, "just now")]
    [InlineData("en", -12 * 60, "12 m ago")]
    [InlineData("en", 12 * 60, "in 12 m")]
    [InlineData("en", -86_399, "23 h ago")]
    [InlineData("en", -86_400, "21 Nov 2026, 20:00")]
    [InlineData("zh-CN", -2, "刚刚")]
    [InlineData("zh-CN", -12 * 60, "12 分前")]
    [InlineData("zh-CN", 12 * 60, "12 分后")]
    [InlineData("zh-CN", -86_400, "2026年11月21日 20:00")]
    public void A_time_is_relative_within_a_day_and_a_date_beyond(string language, int seconds, string words)
    {
        InLanguage(language);
        ViewedFrom("Asia/Shanghai");

        Shown(Noon.AddSeconds(seconds)).ShouldBe(words);
    }

    [Fact]
    public void Hovering_shows_the_exact_instant_in_the_viewers_zone()
    {
        ViewedFrom("Asia/Shanghai");

        var time = Render<RelativeTime>(p => p.Add(x => x.Instant, Noon)).Find("time");

        time.GetAttribute("title").ShouldBe("22 November 2026, 20:00:00 (Asia/Shanghai, UTC+08:00)");
        time.GetAttribute("datetime").ShouldBe("2026-11-22T12:00:00.0000000Z");
    }

    [Fact]
    public void A_zone_that_becomes_known_later_moves_what_is_shown()
    {
        var time = Render<RelativeTime>(p => p.Add(x => x.Instant, Noon).Add(x => x.Absolute, true));
        time.Find("time").TextContent.ShouldBe("22 Nov 2026, 12:00");

        ViewedFrom("America/Sao_Paulo");

        time.WaitForAssertion(() => time.Find("time").TextContent.ShouldBe("22 Nov 2026, 09:00"));
    }

    [Fact]
    public void A_zone_that_nobody_knows_is_ignored()
    {
        ViewedFrom("Mars/Olympus");

        Render<RelativeTime>(p => p.Add(x => x.Instant, Noon)).Find("time").GetAttribute("title")!.ShouldContain("UTC+00:00");
    }

    [Fact]
    public void No_instant_is_a_dash() =>
        Render<RelativeTime>(p => p.Add(x => x.Instant, null)).Find("span").TextContent.ShouldBe("–");

    private string Shown(DateTimeOffset instant) =>
        Render<RelativeTime>(p => p.Add(x => x.Instant, instant)).Find("time").TextContent;
}
