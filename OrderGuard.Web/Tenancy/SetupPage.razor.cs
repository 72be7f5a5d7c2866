using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>The first account of a new installation, by the link from the log.</summary>
public partial class SetupPage(SetupLink link, IUseCase<CompleteSetup, Done> complete, NavigationManager navigation) : ComponentBase
{
    private Refusal? _refusal;

    [CascadingParameter] private HttpContext Context { get; set; } = default!;

    [Parameter] public string Token { get; set; } = "";
    [SupplyParameterFromForm] private string? Email { get; set; }
    [SupplyParameterFromForm] private string? Name { get; set; }
    [SupplyParameterFromForm] private string? Password { get; set; }

    private async Task CompleteAsync()
    {
        _refusal = (await complete.RunAsync(new CompleteSetup(Token, Email ?? "", Name ?? "", Password ?? ""), Context.RequestAborted)).Refusal;
        if (_refusal is null) navigation.NavigateTo("/account/sign-in?after=set-up");
    }
}
