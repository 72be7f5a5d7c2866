using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Web.Tenancy;

/// <summary>A code of the authenticator app, or a recovery code, completes the sign-in.</summary>
public partial class SecondFactorPage(IUseCase<ConfirmSecondFactor, SignedInPerson> confirm, NavigationManager navigation) : ComponentBase
{
    private Refusal? _refusal;

    [CascadingParameter] private HttpContext Context { get; set; } = default!;

    [SupplyParameterFromForm] private string? Code { get; set; }
    [SupplyParameterFromQuery(Name = "returnUrl")] private string? ReturnUrl { get; set; }

    protected override void OnInitialized()
    {
        if (SecondFactorCookie.Read(Context) is null) navigation.NavigateTo("/account/sign-in");
    }

    private async Task ConfirmAsync()
    {
        var request = new ConfirmSecondFactor(SecondFactorCookie.Read(Context) ?? "", Code ?? "", Context.Request.Headers.UserAgent.ToString());
        var answer = await confirm.RunAsync(request, Context.RequestAborted);
        if (answer.Refusal is not null)
        {
            _refusal = answer.Refusal.Kind is RefusalKind.Invalid ? TenancyRefusals.WrongCode : answer.Refusal;
            return;
        }
        SecondFactorCookie.Clear(Context);
        await SessionCookie.IssueAsync(Context, answer.Required);
        navigation.NavigateTo(LocalUrl.For(answer.Required, ReturnUrl));
    }
}
