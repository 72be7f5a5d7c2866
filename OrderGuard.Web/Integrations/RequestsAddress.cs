using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using OrderGuard.Application.Integrations;

namespace OrderGuard.Web.Integrations;

/// <summary>A filter of the request log as part of an address, so that a link reproduces the view.</summary>
internal static class RequestsAddress
{
    public const string Page = "/requests";
    public const string Download = "/downloads/requests.csv";

    public static string Of(RequestFilter filter, string path = Page)
    {
        (string Key, string? Value)[] query =
        [
            ("actor", filter.Actor), ("source", filter.Source), ("order", filter.OrderNo), ("outcome", filter.Outcome?.ToString().ToLowerInvariant()),
            ("from", Instant(filter.From)), ("until", Instant(filter.Until)), ("text", filter.Text),
        ];
        return QueryHelpers.AddQueryString(path, query.Where(x => !string.IsNullOrWhiteSpace(x.Value)).Select(x => new KeyValuePair<string, string?>(x.Key, x.Value!.Trim())));
    }

    /// <summary>The filter of an address or of its query.</summary>
    public static RequestFilter Read(string? query)
    {
        var given = QueryHelpers.ParseQuery(query is not null && query.Contains('?', StringComparison.Ordinal) ? query[query.IndexOf('?', StringComparison.Ordinal)..] : null);
        string? Get(string key) => given.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.ToString() : null;
        return new RequestFilter
        {
            Actor = Get("actor"), Source = Get("source"), OrderNo = Get("order"), Text = Get("text"), From = Moment(Get("from")), Until = Moment(Get("until")),
            Outcome = Enum.TryParse<RequestOutcome>(Get("outcome"), ignoreCase: true, out var outcome) && Enum.IsDefined(outcome) ? outcome : null,
        };
    }

    public static RequestFilter Without(RequestFilter filter, string key) => key switch
    {
        "actor" => filter with { Actor = null },
        "source" => filter with { Source = null },
        "order" => filter with { OrderNo = null },
        "outcome" => filter with { Outcome = null },
        "from" => filter with { From = null },
        "until" => filter with { Until = null },
        "text" => filter with { Text = null },
        _ => filter,
    };

    public static string? Instant(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Moment(string? word) =>
        DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
