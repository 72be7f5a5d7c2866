using Microsoft.AspNetCore.Http.HttpResults;
using OrderGuard.Application.Alerts;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Integrations;

namespace OrderGuard.Web.Alerts;

/// <summary>The alerts over the machine interface.</summary>
internal static class AlertEndpoints
{
    private const string Example = """{ "until": "2026-11-22T12:30:00+08:00", "note": "The carrier has been asked." }""";

    public static void MapAlerts(this IEndpointRouteBuilder routes)
    {
        routes.MapAlertsHub();
        routes.MapWall();
        var api = routes.MapGroup("/api/v1/alerts").WithTags("Alerts");
        api.MapGet("", GetAsync).RequireAuthorization(nameof(Permission.ViewAlerts)).WithSummary("Alerts, the latest changed last")
            .WithDescription($"`state` ({WordsOf<AlertState>()}) and `kind` ({WordsOf<AlertKind>()}) take several words with commas between. The cursor follows the changes: what changes while one pages comes again at the end, and nothing is missed.");
        api.MapPost("/{id:guid}/acknowledge", AcknowledgeAsync).RequireAuthorization(nameof(Permission.HandleAlerts)).WithSummary("Takes an alert on until a time").WithExample(Example)
            .WithDescription("Without `until`, for as long as the company has configured; then the alert rises again.");
        api.MapPost("/{id:guid}/snooze", SnoozeAsync).RequireAuthorization(nameof(Permission.HandleAlerts)).WithSummary("Lets an alert keep quiet until a time").WithExample(Example);
        api.MapPost("/{id:guid}/assign", AssignAsync).RequireAuthorization(nameof(Permission.HandleAlerts)).WithSummary("Gives an alert to a person, or to nobody").WithExample("""{ "assignee": "Ada Admin", "note": "Hers from here on." }""")
            .WithDescription("`assignee` is a person's id or name.");
        api.MapPost("/{id:guid}/resolve", ResolveAsync).RequireAuthorization(nameof(Permission.HandleAlerts)).WithSummary("Closes an alert by hand").WithExample("""{ "note": "The customer was called." }""");
    }

    private static async Task<Results<Ok<ListedAlerts>, ProblemHttpResult>> GetAsync(
        IUseCase<GetAlerts, ListedAlerts> get, string? state, string? kind, string? after, string? limit, CancellationToken ct)
    {
        if (!TryRead<AlertState>(state, out var states)) return NotAWord("/state", WordsOf<AlertState>());
        if (!TryRead<AlertKind>(kind, out var kinds)) return NotAWord("/kind", WordsOf<AlertKind>());
        var most = GetAlerts.DefaultLimit;
        if (limit is not null && !int.TryParse(limit, System.Globalization.CultureInfo.InvariantCulture, out most)) return NotAWord("/limit", $"1 … {GetAlerts.MostAtOnce}");
        var page = await get.RunAsync(new GetAlerts(new AlertFilter { States = states, Kinds = kinds }, after, most), ct);
        return page.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(page.Required);
    }

    private static async Task<Results<Ok<AlertView>, ProblemHttpResult>> AcknowledgeAsync(
        Guid id, AlertBody? body, IUseCase<AcknowledgeAlerts, HandledAlerts> acknowledge, CancellationToken ct) =>
        One(await acknowledge.RunAsync(new AcknowledgeAlerts([new AlertId(id)], body?.Until, body?.Note), ct));

    private static async Task<Results<Ok<AlertView>, ProblemHttpResult>> SnoozeAsync(
        Guid id, AlertBody? body, IUseCase<SnoozeAlerts, HandledAlerts> snooze, CancellationToken ct) => body?.Until is not { } until
        ? Refusal.Invalid("until-missing", "Say until when.", new Problem("/until", "A time is needed.")).ToProblem()
        : One(await snooze.RunAsync(new SnoozeAlerts([new AlertId(id)], until, body.Note), ct));

    private static async Task<Results<Ok<AlertView>, ProblemHttpResult>> AssignAsync(
        Guid id, AlertBody? body, IUseCase<AssignAlerts, HandledAlerts> assign, CancellationToken ct) =>
        One(await assign.RunAsync(new AssignAlerts([new AlertId(id)], body?.Assignee, body?.Note), ct));

    private static async Task<Results<Ok<AlertView>, ProblemHttpResult>> ResolveAsync(
        Guid id, AlertBody? body, IUseCase<ResolveAlerts, HandledAlerts> resolve, CancellationToken ct) =>
        One(await resolve.RunAsync(new ResolveAlerts([new AlertId(id)], body?.Note), ct));

    private static Results<Ok<AlertView>, ProblemHttpResult> One(Result<HandledAlerts> handled)
    {
        if (handled.Refusal is { } refusal) return refusal.ToProblem();
        return handled.Required.Refused is [var refused, ..] ? refused.Refusal.ToProblem() : TypedResults.Ok(handled.Required.Changed[0]);
    }

    private static bool TryRead<T>(string? words, out IReadOnlyList<T> values) where T : struct, Enum
    {
        List<T> read = [];
        values = read;
        foreach (var word in (words ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!char.IsAsciiLetter(word[0]) || !Enum.TryParse<T>(word, ignoreCase: true, out var value)) return false;
            read.Add(value);
        }
        return true;
    }

    /// <summary>All words that there are, so that what is said never lags behind what is understood.</summary>
    private static string WordsOf<T>() where T : struct, Enum => string.Join(", ", Enum.GetNames<T>().Select(x => x.ToLowerInvariant()));

    private static ProblemHttpResult NotAWord(string pointer, string words) =>
        Refusal.Invalid("invalid", "Some fields need mending.", new Problem(pointer, $"One of: {words}.")).ToProblem();
}

/// <summary>What a call on an alert may say.</summary>
public sealed record AlertBody(DateTimeOffset? Until = null, string? Assignee = null, string? Note = null);
