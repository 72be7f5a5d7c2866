namespace OrderGuard.Web.Risk.Analytics;

/// <summary>The words of the risk analytics; the resource files beside it hold them.</summary>
public sealed class RiskAnalyticsText;
