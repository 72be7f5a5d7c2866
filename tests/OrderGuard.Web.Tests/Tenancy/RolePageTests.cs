using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Web.Tests.Tenancy;

/// <summary>Every page with every role: it opens to whom its permission was given, and to nobody else.</summary>
public sealed class RolePageTests(TwoCompanies companies) : IClassFixture<TwoCompanies>
{
    private static readonly string[] ShowsWhatIsOfA = ["/orders", "/orders/{*OrderNo}", "/alerts", "/imports", "/imports/{Id:guid}", "/api-keys", "/people", "/people/invitations", "/alerts/displays"];

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_page_opens_exactly_to_the_roles_that_may_see_it_and_a_denial_is_audited(Role role)
    {
        var browser = await companies.SignInAsync(role, companies.A);
        HashSet<Permission> permissions = [.. RolePermissions.Of(role)];
        // On the platform itself, the operator answers for the audit of what no tenant can be named for.
        if (role is Role.PlatformOperator) permissions.Add(Permission.ViewAudit);
        var wrong = new List<string>();
        var denied = new List<string>();

        foreach (var (route, policy) in Pages())
        {
            using var response = await browser.GetAsync(route.Replace("{*OrderNo}", TwoCompanies.OrderNo, StringComparison.Ordinal).Replace("{Id:guid}", companies.ImportOfA.ToString(), StringComparison.Ordinal)
                .Replace("{Version:int}", $"{companies.VersionOfA}", StringComparison.Ordinal));
            if (policy is null || permissions.Contains(Enum.Parse<Permission>(policy)))
            {
                if (response.StatusCode is not HttpStatusCode.OK) wrong.Add($"{route} is for {role}, and answers {(int)response.StatusCode}");
                // Else the search for A's mark elsewhere would prove nothing.
                if (role is not Role.PlatformOperator && ShowsWhatIsOfA.Contains(route) && !Shows(route, await response.Content.ReadAsStringAsync()))
                    wrong.Add($"{route} does not show {role} what is there");
            }
            else
            {
                denied.Add(route);
                if (response.Headers.Location?.ToString().Contains("/access-denied", StringComparison.Ordinal) != true) wrong.Add($"{route} is not for {role}, and answers {(int)response.StatusCode}");
            }
        }

        wrong.ShouldBeEmpty();
        var tenant = role is Role.PlatformOperator ? TenantId.Platform : companies.A;
        var actor = role.ToString();
        var audited = await companies.Host.InAsync(tenant, db => db.AuditEntries.Where(x => x.Action == "access.denied" && x.ActorName == actor).Select(x => x.Subject).ToListAsync());
        audited.Order().ShouldBe(denied.Select(x => $"GET {x}").Order());
    }

    private static bool Shows(string route, string page) => page.Contains(TwoCompanies.Mark, StringComparison.Ordinal) || page.Contains(TwoCompanies.Category, StringComparison.Ordinal)
        || (route == "/orders" && page.Contains(TwoCompanies.OrderNo, StringComparison.Ordinal));

    private static IReadOnlyList<(string Route, string? Policy)> Pages() =>
    [
        .. from type in typeof(Program).Assembly.GetTypes()
           where type.GetCustomAttribute<AllowAnonymousAttribute>() is null
           from route in type.GetCustomAttributes<RouteAttribute>()
           select (route.Template, type.GetCustomAttribute<AuthorizeAttribute>()?.Policy),
    ];
}
