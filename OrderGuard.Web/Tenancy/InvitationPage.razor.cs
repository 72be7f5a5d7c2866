using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>Where the link of an invitation leads.</summary>
public partial class InvitationPage(IUseCase<GetInvitation, InvitationOffer> get, IUseCase<AcceptInvitation, Done> accept, NavigationManager navigation) : ComponentBase
{
    private InvitationOffer? _offer;
    private Refusal? _refusal;

    [CascadingParameter] private HttpContext Context { get; set; } = default!;

    [Parameter] public string Token { get; set; } = "";
    [SupplyParameterFromForm] private string? Name { get; set; }
    [SupplyParameterFromForm] private string? Password { get; set; }

    protected override async Task OnInitializedAsync() => _offer = (await get.RunAsync(new GetInvitation(Token), Context.RequestAborted)).Value;

    private async Task AcceptAsync()
    {
        _refusal = (await accept.RunAsync(new AcceptInvitation(Token, Name, Password), Context.RequestAborted)).Refusal;
        if (_refusal is null) navigation.NavigateTo(Context.User.Identity?.IsAuthenticated == true ? "/" : "/account/sign-in?after=invited");
    }
}
