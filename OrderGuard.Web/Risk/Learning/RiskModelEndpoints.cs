using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk.Learning;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Integrations;
using OrderGuard.Web.Risk.Rules;

namespace OrderGuard.Web.Risk.Learning;

/// <summary>Models over HTTP: trained, compared, promoted, rolled back.</summary>
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
        models.MapPost("", TrainAsync).RequireAuthorization(nameof(Permission.EditRisk)).WithSummary("Have a new version of the classifier learnt; it decides where it is better on the latest orders")
            .WithDescription("Answered at once with 202; follow it at `/api/v1/risk/models/trainings`. 409 where one is under way, or too few labels are known.")
            .Accepts<JsonElement>("application/json").WithExample("""{ "sampleSet": null }""");
        models.MapGet("/{version:int}", CardAsync).RequireAuthorization(nameof(Permission.ViewRisk)).WithSummary("The model card of a version of the classifier: curves, calibration, errors by category, drift");
        models.MapPost("/{version:int}/promote", PromoteAsync).RequireAuthorization(nameof(Permission.EditRisk)).WithSummary("Let a version of the classifier decide from now on");
        models.MapPost("/roll-back", RollBackAsync).RequireAuthorization(nameof(Permission.EditRisk)).WithSummary("Let the version decide again whose place the present one took");
        models.MapGet("/trainings", TrainingsAsync).RequireAuthorization(nameof(Permission.ViewRisk)).WithSummary("The latest trainings, and what there is to learn from");
        models.MapPost("/trainings/{id:guid}/cancel", CancelAsync).RequireAuthorization(nameof(Permission.EditRisk)).WithSummary("End a training that waits or is under way");
    }

    private static async Task<Results<Ok<RiskModels>, ProblemHttpResult>> ListAsync(IUseCase<GetRiskModels, RiskModels> get, CancellationToken ct)
    {
        var found = await get.RunAsync(new GetRiskModels(), ct);
        return found.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(found.Required);
    }

    private static async Task<Results<Accepted<TrainingView>, ProblemHttpResult>> TrainAsync(HttpRequest http, IUseCase<TrainClassifier, TrainingView> train, CancellationToken ct)
    {
        var body = await RiskRuleEndpoints.ReadAsync<TrainBody>(http, ct);
        if (body.Refusal is { } bad) return bad.ToProblem();
        var started = await train.RunAsync(new TrainClassifier(body.Required.SampleSet), ct);
        return started.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Accepted("/api/v1/risk/models/trainings", started.Required);
    }

    private static async Task<Results<Ok<ModelCard>, ProblemHttpResult>> CardAsync(int version, IUseCase<GetModelCard, ModelCard> get, CancellationToken ct)
    {
        var found = await get.RunAsync(new GetModelCard(version), ct);
        return found.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(found.Required);
    }

    private static async Task<Results<Ok<RiskModelView>, ProblemHttpResult>> PromoteAsync(int version, IUseCase<PromoteRiskModel, RiskModelView> promote, CancellationToken ct)
    {
        var promoted = await promote.RunAsync(new PromoteRiskModel(version), ct);
        return promoted.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(promoted.Required);
    }

    private static async Task<Results<Ok<RiskModelView>, ProblemHttpResult>> RollBackAsync(IUseCase<RollBackRiskModel, RiskModelView> rollBack, CancellationToken ct)
    {
        var returned = await rollBack.RunAsync(new RollBackRiskModel(), ct);
        return returned.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(returned.Required);
    }

    private static async Task<Results<Ok<LearningState>, ProblemHttpResult>> TrainingsAsync(IUseCase<GetLearning, LearningState> get, CancellationToken ct)
    {
        var found = await get.RunAsync(new GetLearning(), ct);
        return found.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(found.Required);
    }

    private static async Task<Results<Ok<TrainingView>, ProblemHttpResult>> CancelAsync(Guid id, IUseCase<CancelTraining, TrainingView> cancel, CancellationToken ct)
    {
        var cancelled = await cancel.RunAsync(new CancelTraining(TrainingRunId.From(id)), ct);
        return cancelled.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(cancelled.Required);
    }
}
