namespace OrderGuard.Web.Timeouts;

/// <summary>The words of the timeout pages; the resource files beside it hold them.</summary>
public sealed class TimeoutsText;
