using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Notifications;

/// <summary>Why something about notifications is refused.</summary>
public static class NotificationRefusals
{
    public static readonly Refusal NotFailed = new(RefusalKind.Conflict, "delivery-not-failed", "Only a message that failed can be sent again.");

    public static readonly Refusal NoRoom = new(RefusalKind.TooMany, "channel-busy", "The channel has used up its messages for this minute. Try again in a moment.");

    public static readonly Refusal NotSending = new(RefusalKind.Conflict, "channel-disabled", "The channel is switched off because its receiver is gone. Switch it on first.");

    public static readonly Refusal Unfinished = new(RefusalKind.Invalid, "channel-unfinished", "Mend what is marked in the channel's settings first.");
}
