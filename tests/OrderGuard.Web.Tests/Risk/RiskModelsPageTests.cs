using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Common;
using OrderGuard.Application.Risk.Learning;
using OrderGuard.Application.Risk.Samples;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Risk.Learning;
using OrderGuard.Web.Tests.Common;

namespace OrderGuard.Web.Tests.Risk;

/// <summary>The page of models and the card of one: trainings watched, versions promoted and taken back, plots and tables of what a version is worth.</summary>
public sealed class RiskModelsPageTests : PortalContext
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly TenantId _tenant = TenantId.New();
    private readonly IUseCase<GetRiskModels, RiskModels> _models = Substitute.For<IUseCase<GetRiskModels, RiskModels>>();
    private readonly IUseCase<GetLearning, LearningState> _learning = Substitute.For<IUseCase<GetLearning, LearningState>>();
    private readonly IUseCase<GetModelCard, ModelCard> _card = Substitute.For<IUseCase<GetModelCard, ModelCard>>();
    private readonly IUseCase<TrainClassifier, TrainingView> _train = Substitute.For<IUseCase<TrainClassifier, TrainingView>>();
    private readonly IUseCase<CancelTraining, TrainingView> _cancel = Substitute.For<IUseCase<CancelTraining, TrainingView>>();
    private readonly IUseCase<PromoteRiskModel, RiskModelView> _promote = Substitute.For<IUseCase<PromoteRiskModel, RiskModelView>>();
    private readonly IUseCase<RollBackRiskModel, RiskModelView> _rollBack = Substitute.For<IUseCase<RollBackRiskModel, RiskModelView>>();
    private readonly ILiveFeed _feed = Substitute.For<ILiveFeed>();
    private readonly ICallerSource _callers = Substitute.For<ICallerSource>();

    public RiskModelsPageTests()
    {
        var sets = Substitute.For<IUseCase<ListSampleSets, SampleSets>>();
        sets.RunAsync(default!).ReturnsForAnyArgs((Result<SampleSets>)new SampleSets([], false));
        Services.AddSingleton(_models).AddSingleton(_learning).AddSingleton(_card).AddSingleton(_train).AddSingleton(_cancel).AddSingleton(_promote).AddSingleton(_rollBack)
            .AddSingleton(_feed).AddSingleton(_callers).AddSingleton(sets).AddScoped<LearningDesk>();
        SignedIn(Role.TenantAdmin);
        _models.RunAsync(default!).ReturnsForAnyArgs((Result<RiskModels>)new RiskModels([View(2, true, 1), View(1, false, null)]));
        _card.RunAsync(default!).ReturnsForAnyArgs((Result<ModelCard>)Card());
        _train.RunAsync(default!).ReturnsForAnyArgs((Result<TrainingView>)Run(TrainingState.Waiting));
        _cancel.RunAsync(default!).ReturnsForAnyArgs((Result<TrainingView>)Run(TrainingState.Cancelled));
        _rollBack.RunAsync(default!).ReturnsForAnyArgs((Result<RiskModelView>)View(1, true, null));
        _promote.RunAsync(default!).ReturnsForAnyArgs((Result<RiskModelView>)View(1, true, 2));
        Learns();
        SetRendererInfo(new RendererInfo("Server", true));
    }

    [Fact]
    public void Train_now_asks_for_a_training_and_its_progress_is_followed_and_cancelled()
    {
        Func<LiveChange, Task>? tell = null;
        _feed.Subscribe(_tenant, Arg.Do<Func<LiveChange, Task>>(x => tell = x)).Returns(Substitute.For<IDisposable>());
        var page = Render<RiskModelsPage>();
        Button(page, "Train now").Click();
        _train.Received(1).RunAsync(new TrainClassifier(), Arg.Any<CancellationToken>());

        var running = Run(TrainingState.Running) with { Share = 0.25, Attempts = 2 };
        Learns(running);
        page.InvokeAsync(() => tell!(new TrainingLiveChange(_tenant)));

        page.Find("progress").GetAttribute("value").ShouldBe("0.25");
        page.Find(".ml-running").TextContent.ShouldSatisfyAllConditions(x => x.ShouldContain("Working out the tags"), x => x.ShouldContain("begun again, time 2"));
        Button(page, "Cancel").Click();
        _cancel.Received(1).RunAsync(new CancelTraining(TrainingRunId.From(running.Id)), Arg.Any<CancellationToken>());
    }

    [Fact]
    public void The_version_that_decides_can_be_taken_back_and_another_one_promoted_by_those_who_may()
    {
        var page = Render<RiskModelsPage>();
        Button(page, "Back to version 1").Click();
        _rollBack.Received(1).RunAsync(new RollBackRiskModel(), Arg.Any<CancellationToken>());
        page.FindAll(".rr-head")[1].Click();
        Button(page, "Let this version decide").Click();
        _promote.Received(1).RunAsync(new PromoteRiskModel(1), Arg.Any<CancellationToken>());

        SignedIn(Role.Viewer);
        var looking = Render<RiskModelsPage>();
        looking.FindAll("button").ShouldNotContain(x => x.TextContent.Contains("Back to version", StringComparison.Ordinal) || x.TextContent.Contains("Train now", StringComparison.Ordinal));
    }

    [Fact]
    public void Trainings_say_why_they_were_begun_and_what_they_came_to()
    {
        Learns(Run(TrainingState.Done) with { Version = 2, Promoted = true }, Run(TrainingState.Skipped) with { Trigger = TrainingTrigger.Month, Frauds = 12, Honest = 400 },
            Run(TrainingState.Failed) with { Code = "risk-labels-one-sided", Message = "raw" });

        var rows = Render<RiskModelsPage>().FindAll("tbody tr").Select(x => x.TextContent).ToList();

        rows.ShouldContain(x => x.Contains("by Lin", StringComparison.Ordinal) && x.Contains("version 2, which decides", StringComparison.Ordinal));
        rows.ShouldContain(x => x.Contains("a month had passed", StringComparison.Ordinal) && x.Contains("12 dishonest and 400 honest", StringComparison.Ordinal));
        rows.ShouldContain(x => x.Contains("By time, one part of the orders", StringComparison.Ordinal));
    }

    [Fact]
    public void The_card_shows_curves_errors_by_category_and_drift_in_either_language()
    {
        var page = Render<ModelCardPage>(x => x.Add(p => p.Version, 2));

        page.FindAll("figure svg[role=img]").Count.ShouldBe(5);
        page.FindAll("polyline").Select(x => x.GetAttribute("points")).ShouldContain("30,190 30,100 120,10 210,10");
        page.Markup.ShouldContain("version 1, on the same orders");
        page.Markup.ShouldContain("is assumed");
        page.FindAll("tr").ShouldContain(x => x.TextContent.Contains("toys", StringComparison.Ordinal) && x.TextContent.Contains("10.0", StringComparison.Ordinal));
        var drifted = page.FindAll("#drift tbody tr").Select(x => x.TextContent).ToList();
        drifted[0].ShouldContain("0.300");
        drifted.ShouldContain(x => x.Contains("0.900", StringComparison.Ordinal) && x.Contains("makes little of it", StringComparison.Ordinal));

        InLanguage("zh-CN");
        Render<ModelCardPage>(x => x.Add(p => p.Version, 2)).Markup.ShouldSatisfyAllConditions(x => x.ShouldContain("分类模型 第 2 版"), x => x.ShouldContain("各品类误拦的正常订单"), x => x.ShouldContain("变化显著，但对本版影响很小"));
    }

    [Fact]
    public void A_version_that_is_not_there_and_one_from_before_reports_say_so()
    {
        _card.RunAsync(default!).ReturnsForAnyArgs((Result<ModelCard>)new ModelCard(View(1, false, null), null, []));
        Render<ModelCardPage>(x => x.Add(p => p.Version, 1)).Markup.ShouldContain("train anew");

        _card.RunAsync(default!).ReturnsForAnyArgs((Result<ModelCard>)Refusal.NotFound("model"));
        Render<ModelCardPage>(x => x.Add(p => p.Version, 9)).Markup.ShouldContain("no such sample set or version");
    }

    private void SignedIn(Role role) =>
        _callers.GetAsync(default).ReturnsForAnyArgs(ValueTask.FromResult(new Caller(Actor.System with { Kind = ActorKind.Person }) { TenantId = _tenant, Permissions = RolePermissions.Of(role).ToHashSet() }));

    private void Learns(params TrainingView[] runs) => _learning.RunAsync(default!).ReturnsForAnyArgs((Result<LearningState>)new LearningState(runs, 60, 70, 5, 100, 50, 30, At, true));

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<RiskModelsPage> page, string text) => page.FindAll("button").Single(x => x.TextContent.EndsWith(text, StringComparison.Ordinal));

    private static TrainingView Run(TrainingState state) => new(Guid.CreateVersion7(), TrainingTrigger.Person, state, "Lin", null, At, At, null, 0, 1, null, false, null, null, 60, 70, 5);

    private static RiskModelView View(int version, bool decides, int? replaced) => new(RiskModelKind.Classifier, version, At, "Lin", At.AddDays(-90), At.AddDays(-30), 700, decides, replaced, new Dictionary<string, double>
    {
        ["auc"] = 0.91, ["prAuc"] = 0.5, ["recall"] = 0.4, ["brier"] = 0.02, ["champion.auc"] = 0.88, ["learnt"] = 700, ["learntFraud"] = 70, ["judged"] = 300, ["judgedFraud"] = 30,
        ["importance.accounts-per-device-7d"] = 1.5, ["bin.0.count"] = 150, ["bin.0.foretold"] = 0.1, ["bin.0.observed"] = 0.12,
    });

    private static ModelCard Card()
    {
        CurvePoint[] curve = [new(0, 0), new(0, 0.5), new(0.5, 1), new(1, 1)];
        var report = new ModelReport
        {
            JudgedFrom = At.AddDays(-30), JudgedTo = At, Champion = 1, Capacity = 0.02, Threshold = 0.8, Roc = curve, ChampionRoc = curve, Precision = curve, ChampionPrecision = [], Scores = [new ScoreBin(9, 0), new ScoreBin(1, 3)],
            Fairness = [new CategoryErrors("toys", 100, 10, 4)], Shapes = [new TagShape("score", [0.5], [0.5, 0.5, 0])], Outcome = PromotionOutcome.Promoted,
        };
        var tags = new Dictionary<string, double> { ["accounts-per-device-7d"] = 0.05, ["order-hour"] = 0.9 };
        return new ModelCard(View(2, true, 1), report, [new DriftView(At.AddDays(-2), 500, 0.1, tags), new DriftView(At.AddDays(-1), 400, 0.3, tags), new DriftView(At, 12, null, new Dictionary<string, double>())]);
    }
}
