using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Integrations;

namespace OrderGuard.Web.Risk;

/// <summary>An order to be assessed: as in the events interface.</summary>
public sealed record AssessmentBody(string? OrderNo, JsonElement? Order);

/// <summary>What goes on a list: <c>effect</c> is allow or block, <c>kind</c> one of phone, identity, device, address, payment and ipRange; the value itself, or the order that tells it.</summary>
public sealed record ListEntryBody(string? Effect, string? Kind, string? Value, string? OrderNo, string? Reason, DateTimeOffset? ExpiresAt);

/// <summary>Assessments and lists, over the machine interface.</summary>
internal static class RiskEndpoints
{
    private const string OrderExample = """
        { "order": { "category": "cold-chain", "amount": 1999.00, "currency": "CNY", "customer": { "id": "C-77", "registeredAt": "2026-11-22T09:40:00Z", "idNumber": "ID-PLAINLY-INVENTED-1" },
          "recipient": { "phone": "+8610000000077", "province": "浙江省", "city": "杭州市", "line": "示范路 1 号" }, "device": { "id": "d-1", "ip": "203.0.113.9" } } }
        """;

    private const string EntryExample = """{ "effect": "block", "kind": "ipRange", "value": "203.0.113.0/24", "reason": "Orders by a script came from here.", "expiresAt": "2027-01-31T00:00:00Z" }""";

    public static void MapRisk(this IEndpointRouteBuilder routes)
    {
        var risk = routes.MapGroup("/api/v1/risk").WithTags("Risk");
        risk.MapPost("/assessments", ScoreAsync).RequireAuthorization(nameof(Permission.ViewRisk)).WithName("ScoreOrder").WithSummary("Score one order without storing it").WithExample(OrderExample)
            .WithDescription("The score from 0 to 1, the tier, the strongest reasons as codes with values and as sentences, the tags, and the versions that made it. `degraded` names what it had to do without.");
        risk.MapGet("/lists", ListAsync).RequireAuthorization(nameof(Permission.ViewRisk)).WithName("ListRiskLists").WithSummary("Allow and block lists, newest first")
            .WithDescription("`effect` and `kind` narrow the list; `over=true` shows what has expired or was removed too.");
        risk.MapPost("/lists", AddAsync).RequireAuthorization(nameof(Permission.EditRisk)).WithName("AddListEntry").WithSummary("Puts a phone, identity number, device, address, payment or IP range on a list").WithExample(EntryExample)
            .WithDescription("Give `value`, or `orderNo` of an order that tells it. Values that could name a person are kept as keyed hashes and never told.");
        risk.MapDelete("/lists/{id:guid}", RemoveAsync).RequireAuthorization(nameof(Permission.EditRisk)).WithName("RemoveListEntry").WithSummary("Takes an entry off its list");
    }

    private static async Task<Results<Ok<RiskAnswer>, ProblemHttpResult>> ScoreAsync(AssessmentBody body, IUseCase<ScoreOrder, RiskAnswer> score, CancellationToken ct)
    {
        var scored = await score.RunAsync(new ScoreOrder(body.OrderNo, body.Order ?? default), ct);
        return scored.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(scored.Required);
    }

    private static async Task<Results<Ok<RiskListPage>, ProblemHttpResult>> ListAsync(
        IUseCase<GetRiskLists, RiskListPage> get, CancellationToken ct, string? effect = null, string? kind = null, string? over = null, string? after = null, string? limit = null)
    {
        var problems = new List<Problem>();
        var request = new GetRiskLists(Word<ListEffect>(effect, "/effect", problems), Word<ListKind>(kind, "/kind", problems), over == "true", after, limit is null ? 50 : Whole(limit, problems));
        if (problems.Count > 0) return Refusal.Invalid("invalid", "Some fields need mending.", [.. problems]).ToProblem();
        var listed = await get.RunAsync(request, ct);
        return listed.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(listed.Required);
    }

    private static async Task<Results<Ok<RiskListRow>, ProblemHttpResult>> AddAsync(ListEntryBody body, IUseCase<AddListEntry, RiskListRow> add, CancellationToken ct)
    {
        var problems = new List<Problem>();
        var (effect, kind) = (Word<ListEffect>(body.Effect ?? "", "/effect", problems), Word<ListKind>(body.Kind ?? "", "/kind", problems));
        if (problems.Count > 0) return Refusal.Invalid("invalid", "Some fields need mending.", [.. problems]).ToProblem();
        var added = await add.RunAsync(new AddListEntry(effect!.Value, kind!.Value, body.Value, body.OrderNo, body.Reason, body.ExpiresAt), ct);
        return added.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(added.Required);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(Guid id, IUseCase<RemoveListEntry, Done> remove, CancellationToken ct)
    {
        var removed = await remove.RunAsync(new RemoveListEntry(id), ct);
        return removed.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }

    internal static T? Word<T>(string? text, string pointer, List<Problem> problems) where T : struct, Enum
    {
        if (text is null) return null;
        if (text.All(char.IsAsciiLetter) && Enum.TryParse<T>(text, ignoreCase: true, out var word) && Enum.IsDefined(word)) return word;
        problems.Add(new Problem(pointer, $"One of {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))}."));
        return null;
    }

    internal static int Whole(string text, List<Problem> problems, string pointer = "/limit")
    {
        if (int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)) return number;
        problems.Add(new Problem(pointer, "A whole number is needed here."));
        return 0;
    }
}
