using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Tenancy;
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
    public async Task With_a_second_factor_the_password_leads_to_a_page_that_asks_for_the_code()
    {
        var browser = Browser();
        await PostAsync(browser, SetupLink(), ("Email", Email), ("Name", "Olga"), ("Password", Password));
        var codes = await SecondFactorAsync();

        var first = await PostAsync(browser, "/account/sign-in?returnUrl=%2Faccount%2Fsessions", ("Email", Email), ("Password", Password));
        var page = first.Headers.Location!.ToString();
        page.ShouldContain("/account/second-factor");
        (await browser.GetAsync("/tenants")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var wrong = await PostAsync(browser, page, ("Code", "000000"));
        (wrong.StatusCode, await wrong.Content.ReadAsStringAsync()).ShouldSatisfyAllConditions(x => x.StatusCode.ShouldBe(HttpStatusCode.OK), x => x.Item2.ShouldContain("role=\"alert\""));
        var right = await PostAsync(browser, page, ("Code", codes[0]));

        new Uri(browser.BaseAddress!, right.Headers.Location!).AbsolutePath.ShouldBe("/account/sessions");
        (await browser.GetAsync("/tenants")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_is_asked_for_a_code_before_the_password() =>
        (await Browser().GetAsync("/account/second-factor")).Headers.Location!.ToString().ShouldEndWith("/account/sign-in");

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

    /// <summary>Switches the account's second factor on; its recovery codes.</summary>
    private async Task<IReadOnlyList<string>> SecondFactorAsync()
    {
        await using var scope = _portal.Services.GetRequiredService<SystemScopes>().Open(TenantId.Platform);
        var (accounts, clock) = (scope.ServiceProvider.GetRequiredService<IAccounts>(), scope.ServiceProvider.GetRequiredService<TimeProvider>());
        var id = (await accounts.FindByEmailAsync(Email, default))!.Id;
        var key = await accounts.NewSecondFactorKeyAsync(id, default);
        (await accounts.EnableSecondFactorAsync(id, Totp.CodeAt(key, Totp.StepAt(clock.GetUtcNow())), default)).ShouldNotBeNull();
        return await accounts.NewRecoveryCodesAsync(id, default);
    }

    private HttpClient Browser() => _portal.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    private string SetupLink() => $"/setup/{_portal.Services.GetRequiredService<SetupLink>().Open()}";

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string password) => PostAsync(browser, "/account/sign-in", ("Email", Email), ("Password", password));

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string page, params (string Name, string Value)[] fields) => browser.SubmitAsync(page, page, fields);

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string page, string action) => browser.SubmitAsync(page, action);
}
