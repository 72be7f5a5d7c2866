using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Domain.Configuration;

/// <summary>What an extracted text is taken as.</summary>
public enum ExtractAs
{
    /// <summary>As it stands.</summary>
    Text,

    /// <summary>The first whole number in it, without zeros in front.</summary>
    Number,
}

/// <summary>Where a source that nests its status keeps it: a place in its JSON, then a part of the text there.</summary>
public sealed record SourceExtract
{
    /// <summary>A JSON path such as <c>$.data.state.code</c> into the event's payload (or its <c>status</c>, where that is no text).</summary>
    public string? Path { get; init; }

    /// <summary>A regular expression; its group <c>status</c>, else its first group, else all that it matches is the word.</summary>
    public string? Pattern { get; init; }
    public ExtractAs As { get; init; }
}

/// <summary>How a field is compared.</summary>
public enum FieldTest
{
    Equals,
    NotEquals,
    Contains,
    StartsWith,
    Exists,
    Above,
    Below,
}

/// <summary>A condition on another field of the report: <c>$…</c> in its payload, <c>order.…</c> in what it tells of the order.</summary>
public sealed record FieldCondition
{
    public required string Path { get; init; }
    public FieldTest Is { get; init; }
    public string? Value { get; init; }
}

/// <summary>A word that means another status when other fields say so. The first rule that fits comes before the mapping.</summary>
public sealed record StatusRule
{
    public required string Word { get; init; }
    public IReadOnlyList<FieldCondition> When { get; init; } = [];
    public required int Status { get; init; }
}

/// <summary>Where a source can be asked about an order, and for all of its orders.</summary>
public sealed record SourceQuery
{
    public const string OrderPlace = "{orderNo}";
    public static readonly TimeSpan ShortestEvery = TimeSpan.FromMinutes(5), LongestEvery = TimeSpan.FromDays(31);

    /// <summary>The address of one order, with <c>{orderNo}</c> in it.</summary>
    public string? Url { get; init; }

    /// <summary>The address of the list of orders, with <c>{page}</c> (from 1) or <c>{after}</c> (the last order of the page before) in it.</summary>
    public string? List { get; init; }

    /// <summary>The place of the orders in the list's answer; null: the answer is the list.</summary>
    public string? Items { get; init; }

    /// <summary>The places within one order; null: <c>$.orderNo</c>, <c>$.status</c> and <c>$.occurredAt</c>.</summary>
    public string? OrderNo { get; init; }
    public string? Status { get; init; }
    public string? OccurredAt { get; init; }

    /// <summary>The header that carries the secret; null: <c>Authorization</c>.</summary>
    public string? Header { get; init; }

    /// <summary>The name of the stored secret that is sent along.</summary>
    public string? Secret { get; init; }

    /// <summary>How often the list is compared with the order book; null: only when somebody asks.</summary>
    public TimeSpan? Every { get; init; }

    public string AddressOf(string orderNo) => (Url ?? "").Replace(OrderPlace, Uri.EscapeDataString(orderNo), StringComparison.Ordinal);
}

/// <summary>What the reading of a source must hold to.</summary>
internal static class SourceReadingRules
{
    public static IEnumerable<ConfigurationProblem> Check(SourceDefinition source, string at, IReadOnlyDictionary<int, StatusDefinition> known)
    {
        if (source.Extract is { } extract)
        {
            if (extract.Path is { } path && !JsonPath.TryParse(path, out _)) yield return new($"{at}/extract/path", "json-path");
            if (extract.Pattern is { } pattern && !StatusReading.IsPattern(pattern)) yield return new($"{at}/extract/pattern", "text-pattern");
        }
        for (var i = 0; i < source.Rules.Count; i++)
        {
            var (rule, pointer) = (source.Rules[i], ConfigurationProblem.At($"{at}/rules", i));
            if (!known.ContainsKey(rule.Status)) yield return new($"{pointer}/status", "unknown-status", ConfigurationRules.Text(rule.Status));
            if (rule.When.Count == 0) yield return new($"{pointer}/when", "rule-condition-needed");
            for (var n = 0; n < rule.When.Count; n++)
            {
                var place = ConfigurationProblem.At($"{pointer}/when", n);
                if (!StatusReading.IsFieldPath(rule.When[n].Path)) yield return new($"{place}/path", "field-path");
                if (rule.When[n].Is is not FieldTest.Exists && rule.When[n].Value is null) yield return new($"{place}/value", "missing");
            }
        }
        foreach (var status in source.Outbound.Keys)
        {
            var pointer = ConfigurationProblem.At($"{at}/outbound", status);
            if (!int.TryParse(status, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var code) || !known.ContainsKey(code)) yield return new(pointer, "unknown-status", status);
        }
        if (source.Query is { } query)
        {
            foreach (var (name, address, places) in new[] { ("url", query.Url, new[] { SourceQuery.OrderPlace }), ("list", query.List, ["{page}", "{after}"]) })
            {
                if (address is null) continue;
                if (!Uri.TryCreate(places.Aggregate(address, (x, place) => x.Replace(place, "1", StringComparison.Ordinal)), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
                    yield return new($"{at}/query/{name}", "connector-url");
                else if (!places.Any(x => address.Contains(x, StringComparison.Ordinal))) yield return new($"{at}/query/{name}", "query-place", string.Join(", ", places));
            }
            if (query.Every < SourceQuery.ShortestEvery || query.Every > SourceQuery.LongestEvery) yield return new($"{at}/query/every", "query-every");
            if (query.Every is not null && query.List is null) yield return new($"{at}/query/list", "missing");
            foreach (var (name, path) in new[] { ("items", query.Items), ("orderNo", query.OrderNo), ("status", query.Status), ("occurredAt", query.OccurredAt) })
                if (path is not null && !JsonPath.TryParse(path, out _)) yield return new($"{at}/query/{name}", "json-path");
        }
    }
}
