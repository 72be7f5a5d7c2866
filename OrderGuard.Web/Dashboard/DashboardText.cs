namespace OrderGuard.Web.Dashboard;

/// <summary>The words of the overview; the resource files beside it hold them.</summary>
public sealed class DashboardText;
