using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>The two forms that stand in the frame of every page.</summary>
public static class TenancyEndpoints
{
    public static void MapTenancy(this IEndpointRouteBuilder app)
    {
        var account = app.MapGroup("/account").ExcludeFromDescription();
        account.MapPost("/sign-out", SignOutAsync);
        account.MapPost("/tenant", SwitchTenantAsync);
    }

    private static async Task<RedirectHttpResult> SignOutAsync([FromForm] string? returnUrl, HttpContext context, IUseCase<SignOut, Done> signOut, CancellationToken ct)
    {
        await signOut.RunAsync(new SignOut(), ct);
        await context.SignOutAsync(SessionCookie.Scheme);
        return TypedResults.LocalRedirect(returnUrl is null ? "/account/sign-in" : LocalUrl.OrHome(returnUrl));
    }

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> SwitchTenantAsync(
        [FromForm] Guid tenant, [FromForm] string? returnUrl, HttpContext context, IUseCase<SwitchTenant, SignedInPerson> switchTenant, CancellationToken ct)
    {
        var switched = await switchTenant.RunAsync(new SwitchTenant(new TenantId(tenant)), ct);
        if (switched.Refusal is { } refusal) return refusal.ToProblem();
        await SessionCookie.IssueAsync(context, switched.Required);
        return TypedResults.LocalRedirect(LocalUrl.For(switched.Required, returnUrl));
    }
}
