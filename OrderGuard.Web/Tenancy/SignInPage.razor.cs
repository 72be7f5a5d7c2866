using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>E-mail and password; with a second factor, the next page asks for it.</summary>
public partial class SignInPage(IUseCase<SignIn, SignInAnswer> signIn, NavigationManager navigation) : ComponentBase
{
    private Refusal? _refusal;

    [CascadingParameter] private HttpContext Context { get; set; } = default!;

    [SupplyParameterFromForm] private string? Email { get; set; }
    [SupplyParameterFromForm] private string? Password { get; set; }
    [SupplyParameterFromForm] private bool RememberMe { get; set; }
    [SupplyParameterFromQuery(Name = "returnUrl")] private string? ReturnUrl { get; set; }
    [SupplyParameterFromQuery(Name = "after")] private string? Message { get; set; }

    protected override void OnInitialized()
    {
        if (HttpMethods.IsGet(Context.Request.Method) && Context.User.Identity?.IsAuthenticated == true) navigation.NavigateTo(LocalUrl.OrHome(ReturnUrl));
    }

    private async Task SignInAsync()
    {
        var answer = await signIn.RunAsync(new SignIn(Email ?? "", Password ?? "", RememberMe, Context.Request.Headers.UserAgent.ToString()), Context.RequestAborted);
        if (answer.Refusal is not null)
        {
            // A request that is malformed is no more than a wrong one.
            _refusal = answer.Refusal.Kind is RefusalKind.Invalid ? Domain.Tenancy.TenancyRefusals.WrongCredentials : answer.Refusal;
            return;
        }
        if (answer.Required.Person is { } person)
        {
            await SessionCookie.IssueAsync(Context, person);
            navigation.NavigateTo(LocalUrl.For(person, ReturnUrl));
            return;
        }
        SecondFactorCookie.Issue(Context, answer.Required.Ticket!);
        navigation.NavigateTo($"/account/second-factor?returnUrl={Uri.EscapeDataString(LocalUrl.OrHome(ReturnUrl))}");
    }
}
