namespace OrderGuard.Web.Tenancy;

/// <summary>The words of signing in, people and tenants; the resource files beside it hold them.</summary>
public sealed class TenancyText;
