using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>Where the reset link of an administrator leads.</summary>
public partial class ResetPasswordPage(IUseCase<GetPasswordReset, PasswordResetOffer> get, IUseCase<ResetPassword, Done> reset, NavigationManager navigation) : ComponentBase
{
    private PasswordResetOffer? _offer;
    private Refusal? _refusal;

    [CascadingParameter] private HttpContext Context { get; set; } = default!;

    [Parameter] public string Token { get; set; } = "";
    [SupplyParameterFromForm] private string? Password { get; set; }

    protected override async Task OnInitializedAsync() => _offer = (await get.RunAsync(new GetPasswordReset(Token), Context.RequestAborted)).Value;

    private async Task ResetAsync()
    {
        _refusal = (await reset.RunAsync(new ResetPassword(Token, Password ?? ""), Context.RequestAborted)).Refusal;
        if (_refusal is null) navigation.NavigateTo("/account/sign-in?after=reset");
    }
}
