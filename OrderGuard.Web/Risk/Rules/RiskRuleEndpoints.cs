using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Risk.Rules;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Integrations;

namespace OrderGuard.Web.Risk.Rules;

/// <summary>Rules over HTTP: candidates from labelled orders, and a rule tried on history. The rules themselves are a section of the configuration document.</summary>
public static class RiskRuleEndpoints
{
    /// <summary>Which labelled orders rules are looked for in.</summary>
    public sealed record InduceBody
    {
        public Guid? SampleSet { get; init; }
        public double EarlierShare { get; init; } = 0.7;
        public double LeastPrecision { get; init; } = 0.5;
    }

    /// <summary>The rule to try, and on what.</summary>
    public sealed record BacktestBody
    {
        public RiskRule? Rule { get; init; }
        public DateTimeOffset? From { get; init; }
        public DateTimeOffset? To { get; init; }
        public Guid? SampleSet { get; init; }
        public string? OrderNo { get; init; }
    }

    public static void MapRiskRules(this IEndpointRouteBuilder app)
    {
        var rules = app.MapGroup("/api/v1/risk/rules").WithTags("Risk").DisableAntiforgery();
        rules.MapPost("/induce", InduceAsync).RequireAuthorization(nameof(Permission.EditRisk)).WithSummary("Candidate rules from labelled orders, judged by those that came later")
            .Accepts<JsonElement>("application/json").WithExample("""{ "earlierShare": 0.7, "leastPrecision": 0.5 }""");
        rules.MapPost("/backtests", BacktestAsync).RequireAuthorization(nameof(Permission.ViewRisk)).WithSummary("What a rule would have found in the orders of the past, and why it missed one")
            .Accepts<JsonElement>("application/json")
            .WithExample("""{ "rule": { "code": "shared-device", "when": { "match": "all", "conditions": [ { "field": "tag.accounts-per-device-7d", "is": "atLeast", "number": 3 } ] } }, "from": "2026-11-01T00:00:00Z", "orderNo": "SO-1001" }""");
    }

    private static async Task<Results<Ok<InducedRules>, ProblemHttpResult>> InduceAsync(HttpRequest http, IUseCase<InduceRules, InducedRules> induce, CancellationToken ct)
    {
        var body = await ReadAsync<InduceBody>(http, ct);
        if (body.Refusal is { } bad) return bad.ToProblem();
        var found = await induce.RunAsync(new InduceRules(body.Required.SampleSet, body.Required.EarlierShare, body.Required.LeastPrecision), ct);
        return found.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(found.Required);
    }

    private static async Task<Results<Ok<RuleBacktest>, ProblemHttpResult>> BacktestAsync(HttpRequest http, IUseCase<BacktestRiskRule, RuleBacktest> backtest, CancellationToken ct)
    {
        var body = await ReadAsync<BacktestBody>(http, ct);
        if (body.Refusal is { } bad) return bad.ToProblem();
        if (body.Required.Rule is not { When: not null } rule) return Refusal.Invalid("invalid", "Some fields need mending.", new Problem("/rule", "Name the rule to try.")).ToProblem();
        var tried = await backtest.RunAsync(new BacktestRiskRule(rule, body.Required.From, body.Required.To, body.Required.SampleSet, body.Required.OrderNo), ct);
        return tried.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(tried.Required);
    }

    /// <summary>A body in the words of the configuration document; what is wrong with it is told and never thrown.</summary>
    internal static async Task<Result<T>> ReadAsync<T>(HttpRequest http, CancellationToken ct) where T : class, new()
    {
        if (http.ContentLength is 0 || http.ContentType is null) return new T();
        if (!http.HasJsonContentType()) return Refusal.Invalid("json-needed", "Send application/json.", new Problem("", "Send application/json."));
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(http.Body, Lenient, ct) ?? new T();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var pointer = e is JsonException { Path: { Length: > 1 } path } ? "/" + path.TrimStart('$', '.').Replace('.', '/').Replace("[", "/", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal) : "";
            return Refusal.Invalid("json-broken", "The body cannot be read.", new Problem(pointer, "This is not what is needed here."));
        }
    }

    /// <summary>What else stands in a body is not looked at.</summary>
    private static readonly JsonSerializerOptions Lenient = new(ConfigurationJson.Options) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Skip };
}
