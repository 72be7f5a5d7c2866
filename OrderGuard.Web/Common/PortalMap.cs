namespace OrderGuard.Web.Common;

/// <summary>One place of the portal that a person can go to.</summary>
/// <param name="Key">Names the page's words in <see cref="CommonText"/> (<c>Page.key</c>) and its counter.</param>
/// <param name="Policy">The authorization policy that guards it.</param>
/// <param name="Shortcut">The keys that lead there, one after the other, or null.</param>
/// <param name="FullLoad">Whether the browser loads it anew (a page with a look of its own, such as the wall).</param>
public sealed record PortalPage(
    string Key, string Href, string Icon, string Policy, string? Shortcut = null, bool FullLoad = false)
{
    public string TitleKey => $"Page.{Key}";

    public bool IsHome => Href == "/";
}

/// <summary>Pages that serve one kind of work.</summary>
public sealed record PortalGroup(string Key, IReadOnlyList<PortalPage> Pages)
{
    public string TitleKey => $"Group.{Key}";
}

/// <summary>Every place of the portal, once: navigation, search and the keyboard map all read it.</summary>
public static class PortalMap
{
    public static IReadOnlyList<PortalGroup> Groups { get; } =
    [
        new("watch",
        [
            new("overview", "/", "space_dashboard", "ViewOrders", "g h"),
            new("wall", "/wall", "grid_view", "ViewAlerts", "g w", FullLoad: true),
            new("alerts", "/alerts", "notifications", "ViewAlerts", "g a"),
            new("orders", "/orders", "receipt_long", "ViewOrders", "g o"),
        ]),
        new("work",
        [
            new("imports", "/imports", "upload_file", "ImportOrders", "g i"),
        ]),
        new("configure",
        [
            new("timeouts", "/configuration/timeouts", "timer", "ViewConfiguration"),
            new("statuses", "/configuration/statuses", "account_tree", "ViewConfiguration"),
            new("sources", "/configuration/sources", "hub", "ViewConfiguration"),
            new("import-profiles", "/configuration/imports", "table_view", "ViewConfiguration"),
            new("risk", "/configuration/risk", "tune", "ViewConfiguration"),
            new("versions", "/configuration/versions", "history", "ViewConfiguration", "g c"),
        ]),
        new("govern",
        [
            new("people", "/people", "group", "ManagePeople"),
            new("api-keys", "/api-keys", "key", "ManageApiKeys"),
            new("audit", "/audit", "policy", "ViewAudit"),
            new("tenants", "/tenants", "domain", "ManageTenants"),
        ]),
    ];

    public static IEnumerable<PortalPage> Pages => Groups.SelectMany(group => group.Pages);
}
