using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Notifications;

/// <summary>When a message that did not get through is tried again.</summary>
internal static class RetrySchedule
{
    /// <summary>As the Standard Webhooks specification proposes: a receiver may be away for days.</summary>
    private static readonly TimeSpan[] Webhook =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    private static readonly TimeSpan[] People = [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];
    private static readonly TimeSpan[] Urgent = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15)];

    /// <summary>The wait after attempt number <paramref name="attempt"/> (from 1); null: none is left.</summary>
    public static TimeSpan? DelayAfter(ChannelKind kind, int attempt, bool urgent)
    {
        var delays = kind is ChannelKind.Webhook ? Webhook : urgent ? Urgent : People;
        return attempt <= delays.Length ? delays[Math.Max(0, attempt - 1)] : null;
    }
}
