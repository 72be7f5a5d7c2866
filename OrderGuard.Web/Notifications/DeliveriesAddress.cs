using Microsoft.AspNetCore.WebUtilities;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Notifications;

namespace OrderGuard.Web.Notifications;

/// <summary>A filter of the delivery log as part of an address, so that a link reproduces the view.</summary>
internal static class DeliveriesAddress
{
    public const string Page = "/notifications";

    public static string Of(DeliveryFilter filter)
    {
        (string Key, string? Value)[] query = [("text", filter.Text), ("channel", filter.Channel), ("state", filter.State?.ToString()), ("event", filter.Event)];
        return QueryHelpers.AddQueryString(Page, query.Where(x => !string.IsNullOrWhiteSpace(x.Value)).Select(x => new KeyValuePair<string, string?>(x.Key, x.Value!.Trim())));
    }

    public static DeliveryFilter Read(string address)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        string? Get(string key) => query.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString() : null;
        return new DeliveryFilter
        {
            Text = Get("text") is { Length: <= DeliveryFilter.TextMaxLength } text ? text : null, Channel = Get("channel"),
            State = Enum.TryParse<DeliveryState>(Get("state"), ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null,
            Event = Get("event") is { } kind && (NoticeKinds.All.Contains(kind) || kind == NoticeKinds.Test) ? kind : null,
        };
    }

    public static DeliveryFilter Without(DeliveryFilter filter, string key) => key switch
    {
        "text" => filter with { Text = null },
        "channel" => filter with { Channel = null },
        "state" => filter with { State = null },
        "event" => filter with { Event = null },
        _ => filter,
    };
}
