using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using OrderGuard.Application.Alerts;
using OrderGuard.Domain.Alerts;

namespace OrderGuard.Web.Alerts;

/// <summary>What the alerts page shows, as it stands in its address, so that a link shows the same.</summary>
public sealed record AlertsShown
{
    public const string Page = "/alerts";
    public const int PageSize = 50;

    /// <summary>Null: open and acknowledged ones.</summary>
    public AlertState? State { get; init; }
    public bool AnyState { get; init; }
    public AlertSeverity? Severity { get; init; }
    public AlertKind? Kind { get; init; }
    public bool Mine { get; init; }
    public bool Unassigned { get; init; }
    public string? Category { get; init; }
    public string? Text { get; init; }
    public AlertSort Sort { get; init; }
    public bool Descending { get; init; }
    public int PageNumber { get; init; } = 1;

    /// <summary>The alert whose panel is open.</summary>
    public Guid? Alert { get; init; }

    public static AlertsShown Read(string address)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        string? One(string key) => query.TryGetValue(key, out var values) && values is [{ Length: > 0 and <= AlertFilter.TextMaxLength } value, ..] ? value : null;
        return new AlertsShown
        {
            State = Word<AlertState>(One("state")), AnyState = One("state") == "any", Severity = Word<AlertSeverity>(One("severity")), Kind = Word<AlertKind>(One("kind")),
            Mine = One("owner") == "me", Unassigned = One("owner") == "nobody", Category = One("category"), Text = One("text"),
            Sort = Word<AlertSort>(One("sort")) ?? AlertSort.Gravest, Descending = One("desc") is not null,
            PageNumber = int.TryParse(One("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 100_000 ? page : 1,
            Alert = Guid.TryParse(One("alert"), out var alert) ? alert : null,
        };
    }

    public string Address => QueryHelpers.AddQueryString(Page, new Dictionary<string, string?>
    {
        ["state"] = AnyState ? "any" : Word(State), ["severity"] = Word(Severity), ["kind"] = Word(Kind), ["owner"] = Mine ? "me" : Unassigned ? "nobody" : null,
        ["category"] = Category, ["text"] = Text, ["sort"] = Sort is AlertSort.Gravest ? null : Word<AlertSort>(Sort), ["desc"] = Descending ? "1" : null,
        ["page"] = PageNumber == 1 ? null : PageNumber.ToString(CultureInfo.InvariantCulture), ["alert"] = Alert?.ToString(),
    }.Where(x => !string.IsNullOrEmpty(x.Value)));

    /// <summary>The same sort without one filter; without any where none is named.</summary>
    public AlertsShown Without(string? key) => key switch
    {
        "state" => this with { State = null, AnyState = false, PageNumber = 1 },
        "severity" => this with { Severity = null, PageNumber = 1 },
        "kind" => this with { Kind = null, PageNumber = 1 },
        "owner" => this with { Mine = false, Unassigned = false, PageNumber = 1 },
        "category" => this with { Category = null, PageNumber = 1 },
        "text" => this with { Text = null, PageNumber = 1 },
        _ => new AlertsShown { Sort = Sort, Descending = Descending, Alert = Alert },
    };

    public AlertFilter FilterFor(Domain.Tenancy.UserId? me) => new()
    {
        States = AnyState ? [] : State is { } state ? [state] : [AlertState.Open, AlertState.Acknowledged],
        Severities = Severity is { } severity ? [severity] : [], Kinds = Kind is { } kind ? [kind] : [],
        Assignee = Mine ? me : null, Unassigned = Unassigned, Category = Category, Text = Text,
    };

    private static T? Word<T>(string? word) where T : struct, Enum =>
        word is [>= 'a' and <= 'z', ..] && Enum.TryParse<T>(word, ignoreCase: true, out var value) ? value : null;

    private static string? Word<T>(T? value) where T : struct, Enum => value is { } some ? char.ToLowerInvariant(some.ToString()[0]) + some.ToString()[1..] : null;
}
