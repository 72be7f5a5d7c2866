using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Web.Tenancy;

/// <summary>Where to go on after signing in: only ever to a page of the portal itself.</summary>
internal static class LocalUrl
{
    public static string OrHome(string? url) => IsLocal(url) ? url! : "/";

    /// <summary>The page that was asked for; without one, the first that this person can open.</summary>
    public static string For(SignedInPerson person, string? url) =>
        OrHome(url) is not "/" and var asked ? asked
        : person.Permissions.Contains(Permission.ViewOrders) ? "/"
        : person.Permissions.Contains(Permission.ManageTenants) ? "/tenants"
        : "/account";

    private static bool IsLocal(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal) && !url.Any(char.IsControl);
}
