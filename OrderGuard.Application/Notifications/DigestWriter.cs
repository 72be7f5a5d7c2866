using System.Globalization;
using System.Text;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;

namespace OrderGuard.Application.Notifications;

/// <summary>Writes several deliveries as one message, the gravest first, as many as the provider takes at once.</summary>
internal static class DigestWriter
{
    private static readonly LocalizedText Merged = new("{0} messages, {1} of them urgent", "{0} 条消息，其中 {1} 条紧急");
    private static readonly LocalizedText CatchUp = new("While it was quiet: {0} messages", "免打扰期间共 {0} 条消息");

    /// <summary>How many bytes of UTF-8 a message of the channel may have.</summary>
    public static int LimitOf(ChannelDefinition channel) => channel.Kind switch
    {
        ChannelKind.WeCom => channel.Style is ChannelStyle.Text ? 2_048 : 4_096,
        ChannelKind.DingTalk => 18_000,
        ChannelKind.Sms => 800,
        _ => 200_000,
    };

    /// <summary>How many of the deliveries fit, and their message.</summary>
    public static (int Count, string Title, string Text) Write(IReadOnlyList<Delivery> deliveries, ChannelDefinition channel)
    {
        var text = new StringBuilder();
        // Room for the title, for mentions and for the line ends that a protocol makes longer.
        var left = LimitOf(channel) * 8 / 10 - 200;
        var count = 0;
        foreach (var delivery in deliveries)
        {
            var line = Line(delivery, channel);
            var size = Encoding.UTF8.GetByteCount(line) + 3;
            if (count > 0 && size > left) break;
            if (count++ > 0) text.Append('\n');
            text.Append(line);
            left -= size;
        }
        var form = (deliveries[0].Deferred ? CatchUp : Merged).For(channel.Language);
        return (count, string.Format(CultureInfo.InvariantCulture, form, count, deliveries.Take(count).Count(x => x.IsUrgent)), text.ToString());
    }

    private static string Line(Delivery delivery, ChannelDefinition channel)
    {
        var order = delivery.OrderNo is { } number && !delivery.Title.Contains(number, StringComparison.Ordinal) ? $" · {NoticeWriter.Harmless(number)}" : "";
        var level = delivery.Level > 0 ? $"L{delivery.Level} · " : "";
        var line = $"{level}{delivery.Title.Brief(80)}{order}";
        return channel.Kind is ChannelKind.Sms ? line : $"- {line}";
    }
}
