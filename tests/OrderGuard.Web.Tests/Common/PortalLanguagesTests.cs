using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tests.Common;

public sealed class PortalLanguagesTests
{
    [Theory]
    [InlineData("zh", "zh-CN")]
    [InlineData("zh-Hans", "zh-CN")]
    [InlineData("zh-TW", "zh-CN")]
    [InlineData("ZH-cn", "zh-CN")]
    [InlineData("en-GB", "en")]
    [InlineData("de", null)]
    [InlineData(null, null)]
    public void A_browsers_language_finds_the_portals_nearest(string? asked, string? served) =>
        PortalLanguages.Nearest(asked).ShouldBe(served);
}
