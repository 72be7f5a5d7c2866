using Microsoft.Extensions.Localization;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Notifications;

/// <summary>The words of the notification pages; the resource files beside it hold them.</summary>
public sealed class NotificationsText;

internal static class NotificationsWording
{
    /// <summary>A refusal in the viewer's language.</summary>
    public static string ForRefusal(this IStringLocalizer<NotificationsText> texts, Refusal refusal) =>
        texts[$"Refusal.{refusal.Code}"] is { ResourceNotFound: false } known ? known : refusal.Message;
}
