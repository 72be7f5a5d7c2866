using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk.Learning;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Integrations;
using OrderGuard.Web.Risk.Rules;

namespace OrderGuard.Web.Risk.Learning;

/// <summary>Models over HTTP: trained, compared, promoted.</summary>
public static class RiskModelEndpoints
{
    /// <summary>Which labelled orders to learn from.</summary>
    public sealed record TrainBody
    {
        public Guid? SampleSet { get; init; }
    }

    public static void MapRiskModels(this IEndpointRouteBuilder app)
    {
        var models = app.MapGroup("/api/v1/risk/models").WithTags("Risk").DisableAntiforgery();
        models.MapGet("", ListAsync).RequireAuthorization(nameof(Permission.ViewRisk)).WithSummary("The versions of the models, newest first, with what each is worth");
        models.MapPost("", TrainAsync).RequireAuthorization(nameof(Permission.EditRisk)).WithSummary("Learn a new version of the classifier; it decides where it is better on the latest orders")
            .Accepts<JsonElement>("application/json").WithExample("""{ "sampleSet": null }""");
        models.MapPost("/{version:int}/promote", PromoteAsync).RequireAuthorization(nameof(Permission.EditRisk)).WithSummary("Let a version of the classifier decide from now on");
    }

    private static async Task<Results<Ok<RiskModels>, ProblemHttpResult>> ListAsync(IUseCase<GetRiskModels, RiskModels> get, CancellationToken ct)
    {
        var found = await get.RunAsync(new GetRiskModels(), ct);
        return found.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(found.Required);
    }

    private static async Task<Results<Ok<RiskModelView>, ProblemHttpResult>> TrainAsync(HttpRequest http, IUseCase<TrainClassifier, RiskModelView> train, CancellationToken ct)
    {
        var body = await RiskRuleEndpoints.ReadAsync<TrainBody>(http, ct);
        if (body.Refusal is { } bad) return bad.ToProblem();
        var learnt = await train.RunAsync(new TrainClassifier(body.Required.SampleSet), ct);
        return learnt.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(learnt.Required);
    }

    private static async Task<Results<Ok<RiskModelView>, ProblemHttpResult>> PromoteAsync(int version, IUseCase<PromoteRiskModel, RiskModelView> promote, CancellationToken ct)
    {
        var promoted = await promote.RunAsync(new PromoteRiskModel(version), ct);
        return promoted.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(promoted.Required);
    }
}
