using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Web.StatusSync;

/// <summary>A filter of the review queue as part of an address; where it names no state, what waits for a person is meant.</summary>
internal static class PushesAddress
{
    public const string Page = "/sync/reviews";
    private const string All = "all";

    public static PushFilter Usual { get; } = new() { State = PushState.Review };

    public static string Of(PushFilter filter)
    {
        (string Key, string? Value)[] query =
        [
            ("target", filter.Target), ("state", filter.State is PushState.Review ? null : filter.State?.ToString() ?? All), ("status", filter.Status?.ToString(CultureInfo.InvariantCulture)),
            ("cause", filter.Cause), ("answer", filter.Answer?.ToString(CultureInfo.InvariantCulture)), ("order", filter.OrderNo),
        ];
        return QueryHelpers.AddQueryString(Page, query.Where(x => !string.IsNullOrWhiteSpace(x.Value)).Select(x => new KeyValuePair<string, string?>(x.Key, x.Value!.Trim())));
    }

    public static PushFilter Read(string address)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        string? Get(string key) => query.TryGetValue(key, out var value) && value.ToString() is { Length: > 0 and <= PushFilter.TextMaxLength } text ? text : null;
        int? Whole(string key) => int.TryParse(Get(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return new PushFilter
        {
            Target = Get("target"), Status = Whole("status"), Answer = Whole("answer"), OrderNo = Get("order"), Cause = Get("cause") is { } cause && PushCauses.All.Contains(cause) ? cause : null,
            State = Get("state") is not { } state ? PushState.Review : Enum.TryParse<PushState>(state, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null,
        };
    }

    public static PushFilter Without(PushFilter filter, string key) => key switch
    {
        "target" => filter with { Target = null },
        "state" => filter with { State = PushState.Review },
        "status" => filter with { Status = null },
        "cause" => filter with { Cause = null },
        "answer" => filter with { Answer = null },
        "order" => filter with { OrderNo = null },
        _ => filter,
    };
}
