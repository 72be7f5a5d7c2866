namespace OrderGuard.Web.Alerts;

/// <summary>The words of the alerts and of the wall; the resource files beside it hold them.</summary>
public sealed class AlertsText;
