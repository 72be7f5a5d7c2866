using Microsoft.AspNetCore.WebUtilities;
using OrderGuard.Application.Orders;
using OrderGuard.Web.Integrations;

namespace OrderGuard.Web.Orders;

/// <summary>What is asked about moves as part of an address, so that an alert, an order and a link lead to the same view.</summary>
internal static class MovesAddress
{
    public const string Page = "/moves";

    public static string Of(GetKeyMoves asked)
    {
        (string Key, string? Value)[] query =
        [
            ("order", asked.OrderNo), ("actor", asked.ActorId), ("from", RequestsAddress.Instant(asked.From)), ("until", RequestsAddress.Instant(asked.Until)), ("all", asked.OnlyBack ? null : "true"),
        ];
        return QueryHelpers.AddQueryString(Page, query.Where(x => !string.IsNullOrWhiteSpace(x.Value)).Select(x => new KeyValuePair<string, string?>(x.Key, x.Value)));
    }

    public static string OfOrder(string orderNo) => Of(new GetKeyMoves(orderNo));

    /// <summary>The moves that an alert is about: from a little before they began.</summary>
    public static string? OfAlert(Application.Alerts.AlertView alert) => alert.Cause?.StartsWith(BulkMoveWatch.Cause, StringComparison.Ordinal) == true
        ? Of(new GetKeyMoves(null, alert.Cause[BulkMoveWatch.Cause.Length..], alert.Since.AddSeconds(-1), alert.ResolvedAt)) : null;

    /// <summary>The moves of the same key or person around one of them.</summary>
    public static string Around(KeyMove move) => Of(new GetKeyMoves(null, move.ActorId, move.At.AddMinutes(-30), move.At.AddMinutes(30)));

    public static GetKeyMoves Read(string address)
    {
        var given = QueryHelpers.ParseQuery(new Uri(address).Query);
        string? Get(string key) => given.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString() : null;
        return new GetKeyMoves(Get("order"), Get("actor"), RequestsAddress.Moment(Get("from")), RequestsAddress.Moment(Get("until")), Get("all") != "true");
    }
}
