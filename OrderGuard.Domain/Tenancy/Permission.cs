namespace OrderGuard.Domain.Tenancy;

/// <summary>One thing that a caller may be allowed to do in a tenant (the last group: on the platform).</summary>
public enum Permission
{
    ViewOrders,
    ViewPersonalData,
    ActOnOrders,
    ReportEvents,
    ViewAlerts,
    HandleAlerts,
    ImportOrders,
    ViewConfiguration,
    EditConfiguration,
    ViewRisk,
    EditRisk,
    DecideReviews,
    ViewApiKeys,
    ManageApiKeys,
    ManageDisplays,
    ManagePeople,
    ViewAudit,

    /// <summary>Decide on actions that wait for a person: closing, refunding, rolling back.</summary>
    ApproveActions,

    /// <summary>Platform: found, rename and suspend tenants, and appoint their first administrators.</summary>
    ManageTenants,
}

/// <summary>A named group of permissions that a person has in a tenant, or on the platform.</summary>
public enum Role
{
    Viewer,
    Operator,
    Reviewer,
    TenantAdmin,
    PlatformOperator,
}

/// <summary>Which role may do what.</summary>
public static class RolePermissions
{
    private static readonly Permission[] Viewing = [Permission.ViewOrders, Permission.ViewAlerts, Permission.ViewConfiguration, Permission.ViewRisk];

    private static readonly Permission[] Operating = [.. Viewing, Permission.ViewPersonalData, Permission.ActOnOrders, Permission.HandleAlerts, Permission.ImportOrders, Permission.ReportEvents, Permission.ApproveActions];

    private static readonly Permission[] Reviewing = [.. Viewing, Permission.ViewPersonalData, Permission.HandleAlerts, Permission.DecideReviews, Permission.EditRisk];

    private static readonly Permission[] Administering =
        [.. Operating.Union(Reviewing), Permission.EditConfiguration, Permission.ViewApiKeys, Permission.ManageApiKeys, Permission.ManageDisplays, Permission.ManagePeople, Permission.ViewAudit];

    public static IReadOnlyCollection<Permission> Of(Role role) => role switch
    {
        Role.Viewer => Viewing,
        Role.Operator => Operating,
        Role.Reviewer => Reviewing,
        Role.TenantAdmin => Administering,
        Role.PlatformOperator => [Permission.ManageTenants],
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };
}
