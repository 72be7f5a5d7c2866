namespace OrderGuard.Application.Notifications;

/// <summary>What messages need to know of this installation. Section <c>Notifications</c>.</summary>
public sealed class NotificationOptions
{
    /// <summary>The address under which people reach the portal, for the links in messages; without it they carry none.</summary>
    public string? PortalAddress { get; set; }

    /// <summary>How many days the log keeps what is over.</summary>
    public int KeepDays { get; set; } = 90;
}
