namespace OrderGuard.Web.Notifications;

/// <summary>The words of the notification pages; the resource files beside it hold them.</summary>
public sealed class NotificationsText;
