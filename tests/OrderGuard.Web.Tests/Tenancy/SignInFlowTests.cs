using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Tenancy;
using OrderGuard.Web.Tests.Common;

namespace OrderGuard.Web.Tests.Tenancy;

/// <summary>The pages of signing in, as a browser without scripts uses them.</summary>
public sealed class SignInFlowTests : IAsyncLifetime
{
    private const string Email = "olga@example.test";
    private const string Password = "plainly invented 7";
    private readonly string _folder = Directory.CreateTempSubdirectory("orderguard-web-").FullName;
    private WebApplicationFactory<Program> _portal = null!;

    public Task InitializeAsync()
    {
        _portal = new WebApplicationFactory<Program>().WithWebHostBuilder(x => x.UseEnvironment("Staging")
            .UseSetting("ConnectionStrings:OrderGuard", $"Data Source={Path.Combine(_folder, "portal.db")};Pooling=False"));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _portal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_setup_link_makes_one_account_which_then_signs_in_and_out()
    {
        var browser = Browser();
        var link = SetupLink();

        (await PostAsync(browser, link, ("Email", Email), ("Name", "Olga"), ("Password", Password))).Headers.Location!.ToString().ShouldEndWith("/account/sign-in?after=set-up");
        (await browser.GetStringAsync(link)).ShouldNotContain("<form class=\"og-form\"");

        (await SignInAsync(browser, Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.GetAsync("/tenants")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await PostAsync(browser, "/tenants", "/account/sign-out");
        (await browser.GetAsync("/tenants")).Headers.Location!.ToString().ShouldContain("/account/sign-in?returnUrl=%2Ftenants");
    }

    [Fact]
    public async Task A_session_that_was_ended_elsewhere_is_over_with_the_next_request()
    {
        var (here, there) = (Browser(), Browser());
        await PostAsync(here, SetupLink(), ("Email", Email), ("Name", "Olga"), ("Password", Password));
        await SignInAsync(here, Password);
        await SignInAsync(there, Password);
        (await there.GetAsync("/tenants")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await PostAsync(here, "/tenants", "/account/sign-out");

        (await here.GetAsync("/tenants")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await there.GetAsync("/tenants")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Too_many_wrong_passwords_are_told_and_the_right_one_no_longer_helps()
    {
        var browser = Browser();
        await PostAsync(browser, SetupLink(), ("Email", Email), ("Name", "Olga"), ("Password", Password));

        for (var i = 0; i < 5; i++) await SignInAsync(browser, "another password");

        (await (await SignInAsync(browser, Password)).Content.ReadAsStringAsync()).ShouldContain("Too many failed attempts");
    }

    [Theory]
    [InlineData("/account/sessions", "/account/sessions")]
    [InlineData("//elsewhere.test/", "/tenants")]
    [InlineData("/\\elsewhere.test", "/tenants")]
    [InlineData("https://elsewhere.test/", "/tenants")]
    public async Task Signing_in_leads_to_pages_of_the_portal_only(string returnUrl, string path)
    {
        var browser = Browser();
        await PostAsync(browser, SetupLink(), ("Email", Email), ("Name", "Olga"), ("Password", Password));

        var location = (await PostAsync(browser, $"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}", ("Email", Email), ("Password", Password))).Headers.Location!;

        new Uri(browser.BaseAddress!, location).ShouldBe(new Uri(browser.BaseAddress!, path));
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused() =>
        (await Browser().PostAsync("/account/sign-in", new FormUrlEncodedContent([new("_handler", "sign-in"), new("Email", Email), new("Password", Password)]))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

    private HttpClient Browser() => _portal.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    private string SetupLink() => $"/setup/{_portal.Services.GetRequiredService<SetupLink>().Open()}";

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string password) => PostAsync(browser, "/account/sign-in", ("Email", Email), ("Password", password));

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string page, params (string Name, string Value)[] fields) => browser.SubmitAsync(page, page, fields);

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string page, string action) => browser.SubmitAsync(page, action);
}
