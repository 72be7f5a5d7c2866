using Bunit;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tests.Common;

public sealed class DurationTests : PortalContext
{
    [Theory]
    [InlineData("en", 0, "0 s")]
    [InlineData("en", 59, "59 s")]
    [InlineData("en", 60, "1 m")]
    [InlineData("en", 61, "1 m 1 s")]
    [InlineData("en", 3_599, "59 m 59 s")]
    [InlineData("en", 3_600, "1 h")]
    [InlineData("en", 4_320, "1 h 12 m")]
    [InlineData("en", 86_399, "23 h 59 m")]
    [InlineData("en", 86_400, "1 d")]
    [InlineData("en", 95_000, "1 d 2 h")]
    [InlineData("en", -90, "−1 m 30 s")]
    [InlineData("zh-CN", 4_320, "1 小时 12 分")]
    [InlineData("zh-CN", 95_000, "1 天 2 小时")]
    [InlineData("zh-CN", 42, "42 秒")]
    public void A_length_is_said_in_its_two_largest_units(string language, int seconds, string words)
    {
        InLanguage(language);

        var duration = Render<Duration>(p => p.Add(x => x.Value, TimeSpan.FromSeconds(seconds)));

        duration.Find("span").TextContent.ShouldBe(words);
    }

    [Fact]
    public void A_length_since_an_instant_ticks()
    {
        var duration = Render<Duration>(p => p.Add(x => x.Since, Noon.AddSeconds(-59)));
        duration.Find("span").TextContent.ShouldBe("59 s");

        Clock.Advance(TimeSpan.FromSeconds(1));

        duration.WaitForAssertion(() => duration.Find("span").TextContent.ShouldBe("1 m"));
    }

    [Fact]
    public void A_length_that_need_not_tick_keeps_no_timer()
    {
        Render<Duration>(p => p.Add(x => x.Since, Noon.AddSeconds(-59)).Add(x => x.Ticking, false));
        Render<Duration>(p => p.Add(x => x.Value, TimeSpan.FromSeconds(5)));

        Clock.Timers.ShouldBe(0);
    }

    [Fact]
    public async Task All_ticking_lengths_share_one_timer_and_give_it_back()
    {
        for (var i = 0; i < 3; i++) Render<Duration>(p => p.Add(x => x.Since, Noon));
        Clock.Timers.ShouldBe(1);

        await DisposeComponentsAsync();

        Clock.Timers.ShouldBe(0);
    }

    [Fact]
    public void It_renders_again_only_when_the_words_change()
    {
        var duration = Render<Duration>(p => p.Add(x => x.Since, Noon.AddHours(-2)));
        var before = duration.RenderCount;

        Clock.Advance(TimeSpan.FromSeconds(30));
        duration.RenderCount.ShouldBe(before);

        Clock.Advance(TimeSpan.FromSeconds(30));
        duration.WaitForAssertion(() => duration.Find("span").TextContent.ShouldBe("2 h 1 m"));
    }
}
