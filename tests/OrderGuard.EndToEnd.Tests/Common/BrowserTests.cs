namespace OrderGuard.EndToEnd.Tests.Common;

public sealed class BrowserTests(Browser browser, TinySite site) : IClassFixture<Browser>, IClassFixture<TinySite>
{
    [Fact]
    public async Task A_clean_page_is_read_and_closed_in_peace()
    {
        await using var tab = await browser.OpenAsync(site.Address);

        await tab.GoAsync("/clean");

        (await tab.Page.InnerTextAsync("h1")).ShouldBe("订单");
    }

    [Theory]
    [InlineData("/noisy", "the lamp is broken")]
    [InlineData("/throwing", "missing is not defined")]
    [InlineData("/incomplete", "404")]
    public async Task A_page_that_complains_fails_the_test_that_opened_it(string path, string complaint)
    {
        var tab = await browser.OpenAsync(site.Address);
        await tab.GoAsync(path);

        var failure = await Should.ThrowAsync<InvalidOperationException>(async () => await tab.DisposeAsync());

        failure.Message.ShouldContain(complaint);
    }

    [Fact]
    public async Task An_expected_complaint_is_forgiven()
    {
        await using var tab = await browser.OpenAsync(site.Address);
        tab.Expect("lamp");

        await tab.GoAsync("/noisy");
    }

    [Fact]
    public async Task Signing_in_fills_the_form_and_goes_on()
    {
        await using var tab = await browser.OpenAsync(site.Address);

        await tab.SignInAsync("ada@example.org");

        (await tab.Page.InnerTextAsync("h1")).ShouldBe("ada@example.org");
    }
}
