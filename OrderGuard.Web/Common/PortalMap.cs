using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Web.Common;

/// <summary>One place of the portal that a person can go to.</summary>
/// <remarks>
/// The key names the page's words in <see cref="CommonText"/> (<c>Page.key</c>) and its counter; the policy guards it;
/// the shortcut is the keys that lead there, one after the other; a full load is for a page with a look of its own,
/// such as the wall.
/// </remarks>
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
            new("overview", "/", "space_dashboard", nameof(Permission.ViewOrders), "g h"),
            new("wall", "/wall", "grid_view", nameof(Permission.ViewAlerts), "g w", FullLoad: true),
            new("alerts", "/alerts", "notifications", nameof(Permission.ViewAlerts), "g a"),
            new("orders", "/orders", "receipt_long", nameof(Permission.ViewOrders), "g o"),
            new("notifications", "/notifications", "mark_email_read", nameof(Permission.ViewAlerts), "g n"),
        ]),
        new("work",
        [
            new("approvals", "/approvals", "approval", nameof(Permission.ApproveActions), "g p"),
            new("review", "/review", "gavel", nameof(Permission.ViewRisk), "g r"),
            new("risk-lists", "/risk/lists", "playlist_add_check", nameof(Permission.ViewRisk)),
            new("reviewers", "/review/statistics", "groups", nameof(Permission.DecideReviews)),
            new("imports", "/imports", "upload_file", nameof(Permission.ImportOrders), "g i"),
            new("moves", "/moves", "person_search", nameof(Permission.ActOnOrders)),
            new("mismatches", "/sync/mismatches", "sync_problem", nameof(Permission.ViewOrders), "g m"),
            new("reconciliation", "/sync/reconciliation", "fact_check", nameof(Permission.ViewOrders)),
            new("intake", "/intake", "move_to_inbox", nameof(Permission.ViewOrders)),
            new("broker", "/broker", "swap_horiz", nameof(Permission.ViewConfiguration)),
            new("sync-reviews", "/sync/reviews", "rule", nameof(Permission.ViewOrders), "g s"),
            new("sync-targets", "/sync/targets", "sync_alt", nameof(Permission.ViewOrders)),
        ]),
        new("understand",
        [
            new("timeout-analytics", "/analytics/timeouts", "query_stats", nameof(Permission.ViewAlerts), "g t"),
            new("status-analytics", "/analytics/status", "account_tree", nameof(Permission.ViewOrders)),
            new("risk-analytics", "/analytics/risk", "policy", nameof(Permission.ViewRisk), "g k"),
        ]),
        new("configure",
        [
            new("timeouts", "/configuration/timeouts", "timer", nameof(Permission.ViewConfiguration)),
            new("tuning", "/tuning", "science", nameof(Permission.ViewConfiguration)),
            new("escalation", "/configuration/escalation", "stairs", nameof(Permission.ViewConfiguration)),
            new("duties", "/configuration/duties", "assignment_ind", nameof(Permission.ViewConfiguration)),
            new("actions", "/configuration/actions", "gavel", nameof(Permission.ViewConfiguration)),
            new("gateway", "/configuration/gateway", "security", nameof(Permission.ViewConfiguration)),
            new("calendars", "/configuration/calendars", "calendar_month", nameof(Permission.ViewConfiguration)),
            new("maintenance", "/configuration/maintenance", "engineering", nameof(Permission.ViewConfiguration)),
            new("statuses", "/configuration/statuses", "account_tree", nameof(Permission.ViewConfiguration)),
            new("sources", "/configuration/sources", "hub", nameof(Permission.ViewConfiguration)),
            new("rehearsals", "/configuration/rehearsals", "rule_settings", nameof(Permission.ViewConfiguration)),
            new("targets", "/configuration/targets", "output", nameof(Permission.ViewConfiguration)),
            new("truth", "/configuration/truth", "verified", nameof(Permission.ViewConfiguration)),
            new("clocks", "/configuration/clocks", "schedule", nameof(Permission.ViewConfiguration)),
            new("import-profiles", "/configuration/import-profiles", "table_view", nameof(Permission.ViewConfiguration)),
            new("fulfilment-risk", "/configuration/fulfilment-risk", "speed", nameof(Permission.ViewRisk)),
            new("risk", "/configuration/risk", "tune", nameof(Permission.ViewRisk)),
            new("risk-rules", "/configuration/risk-rules", "rule_settings", nameof(Permission.ViewRisk)),
            new("risk-models", "/risk/models", "model_training", nameof(Permission.ViewRisk)),
            new("samples", "/risk/samples", "dataset", nameof(Permission.ViewRisk)),
            new("channels", "/configuration/channels", "campaign", nameof(Permission.ViewConfiguration)),
            new("templates", "/configuration/templates", "article", nameof(Permission.ViewConfiguration)),
            new("versions", "/configuration/versions", "history", nameof(Permission.ViewConfiguration), "g c"),
        ]),
        new("govern",
        [
            new("people", "/people", "group", nameof(Permission.ManagePeople)),
            new("api-keys", "/api-keys", "key", nameof(Permission.ViewApiKeys)),
            new("requests", "/requests", "manage_search", nameof(Permission.ViewAudit)),
            new("audit", "/audit", "policy", nameof(Permission.ViewAudit)),
            new("tenants", "/tenants", "domain", nameof(Permission.ManageTenants)),
        ]),
    ];

    public static IEnumerable<PortalPage> Pages => Groups.SelectMany(group => group.Pages);
}
