using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using OrderGuard.Application.Audit;
using OrderGuard.Domain.Audit;

namespace OrderGuard.Web.Audit;

/// <summary>A filter of the audit as part of an address, so that a link reproduces the view.</summary>
internal static class AuditAddress
{
    public const string Page = "/audit";
    public const string Download = "/downloads/audit.jsonl";

    public static string Of(AuditFilter filter, string path = Page)
    {
        (string Key, string? Value)[] query =
        [
            ("actor", filter.Actor), ("kind", filter.ActorKind?.ToString()), ("action", filter.Action), ("subject", filter.Subject), ("address", filter.Address),
            ("from", Instant(filter.From)), ("until", Instant(filter.Until)), ("text", filter.Text),
        ];
        return QueryHelpers.AddQueryString(path, query.Where(x => !string.IsNullOrWhiteSpace(x.Value)).Select(x => new KeyValuePair<string, string?>(x.Key, x.Value!.Trim())));
    }

    public static AuditFilter Read(string address)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        string? Get(string key) => query.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString() : null;
        return new AuditFilter
        {
            Actor = Get("actor"), ActorKind = Enum.TryParse<ActorKind>(Get("kind"), ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null,
            Action = Get("action"), Subject = Get("subject"), Address = Get("address"), From = Moment(Get("from")), Until = Moment(Get("until")), Text = Get("text"),
        };
    }

    public static AuditFilter Without(AuditFilter filter, string key) => key switch
    {
        "actor" => filter with { Actor = null },
        "kind" => filter with { ActorKind = null },
        "action" => filter with { Action = null },
        "subject" => filter with { Subject = null },
        "address" => filter with { Address = null },
        "from" => filter with { From = null },
        "until" => filter with { Until = null },
        "text" => filter with { Text = null },
        _ => filter,
    };

    private static string? Instant(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Moment(string? word) =>
        DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
