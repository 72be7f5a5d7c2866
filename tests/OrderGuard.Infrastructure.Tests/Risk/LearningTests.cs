using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Risk;
using OrderGuard.Application.Risk.Learning;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Features;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Risk.Models;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Risk;

/// <summary>Trainings that nodes die over or people cancel, those that begin by themselves, and orders that drift away from what was learnt.</summary>
public sealed class LearningTests
{
    private static readonly ConfigurationDocument Assessing = Shop.Document with { Risk = new RiskSettings { Enabled = true, LearnAfterLabels = 100 } };
    private readonly TestClock _clock = new();

    [Fact]
    public async Task What_a_dead_node_leaves_is_taken_again_when_its_lease_is_over_and_a_version_is_stored_once()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing);
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        await PlaceAsync(app, tenant, 400);
        var run = (await app.RunAsync<TrainClassifier, TrainingView>(new TrainClassifier())).Required;
        // As a node leaves it that took the work, began, and died.
        await app.InAsync(tenant, async db =>
        {
            (await db.TrainingRuns.SingleAsync()).Begin(_clock.GetUtcNow());
            await db.SaveChangesAsync();
            var until = _clock.GetUtcNow().AddSeconds(30);
            await db.WorkItems.Where(x => x.Kind == WorkKinds.TrainRiskModel).ExecuteUpdateAsync(x => x.SetProperty(i => i.Lease, Guid.CreateVersion7()).SetProperty(i => i.Fence, 1).SetProperty(i => i.VisibleAt, until));
        });

        await app.PumpAsync();
        (await StateAsync(app)).ShouldSatisfyAllConditions(x => x.State.ShouldBe(TrainingState.Running), x => x.Id.ShouldBe(run.Id));

        _clock.Advance(TimeSpan.FromSeconds(30));
        await app.PumpAsync();
        // And once more, as one does that slept through its lease and comes back.
        await app.InAsync(tenant, db =>
        {
            db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), tenant, WorkKinds.TrainRiskModel, run.Id.ToString(), _clock.GetUtcNow(), _clock.GetUtcNow()));
            return db.SaveChangesAsync();
        });
        await app.PumpAsync();

        (await StateAsync(app)).ShouldSatisfyAllConditions(x => x.State.ShouldBe(TrainingState.Done), x => x.Attempts.ShouldBe(2), x => x.Version.ShouldBe(1), x => x.Promoted.ShouldBeTrue());
        (await app.InAsync(tenant, db => db.RiskModels.CountAsync())).ShouldBe(1);
        var card = (await app.RunAsync<GetModelCard, ModelCard>(new GetModelCard(1))).Required;
        card.Report!.Fairness.Single().ShouldSatisfyAllConditions(x => x.Category.ShouldBe("cold-chain"), x => x.Honest.ShouldBeInRange(80, 110), x => x.Stopped.ShouldBeLessThan(10));
        (await app.InAsync(tenant, db => db.WorkItems.CountAsync(x => x.State != WorkItemState.Done))).ShouldBe(0);
    }

    [Fact]
    public async Task A_training_under_way_can_be_cancelled_and_nothing_comes_of_it()
    {
        var endless = new EndlessModels();
        await using var app = await TestApp.StartAsync(_clock, x => x.AddSingleton<IClassifierModels>(endless));
        var tenant = await app.FoundAsync(document: Assessing);
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        await PlaceAsync(app, tenant, 400);
        var run = (await app.RunAsync<TrainClassifier, TrainingView>(new TrainClassifier())).Required;

        var pumping = Task.Run(app.PumpAsync);
        await endless.Began.Task.WaitAsync(TimeSpan.FromSeconds(20));
        (await app.RunAsync<CancelTraining, TrainingView>(new CancelTraining(TrainingRunId.From(run.Id)))).Required.State.ShouldBe(TrainingState.Cancelled);
        while (!pumping.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Delay(20);
        }
        await pumping;

        endless.WasBrokenOff.ShouldBeTrue();
        (await StateAsync(app)).State.ShouldBe(TrainingState.Cancelled);
        (await app.InAsync(tenant, db => db.RiskModels.CountAsync())).ShouldBe(0);
        (await app.RunAsync<CancelTraining, TrainingView>(new CancelTraining(TrainingRunId.From(run.Id)))).Refusal.ShouldBe(TrainingRefusals.Ended);
        app.Caller = TestApp.Person(await app.FoundAsync("other"), Role.TenantAdmin);
        (await app.RunAsync<CancelTraining, TrainingView>(new CancelTraining(TrainingRunId.From(run.Id)))).Refusal.ShouldBe(TrainingRefusals.NotFound);
    }

    [Fact]
    public async Task Trainings_begin_by_themselves_monthly_and_when_enough_labels_came_and_say_where_there_are_too_few()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var off = await app.FoundAsync("off");
        var tenant = await app.FoundAsync(document: Assessing);
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        var rounds = app.Services.GetRequiredService<TrainingRounds>();

        await rounds.RunAsync(default);
        _clock.Advance(TimeSpan.FromDays(1));
        await rounds.RunAsync(default);
        (await RunsAsync(app, tenant)).ShouldBe([(TrainingTrigger.Month, TrainingState.Skipped)]);
        (await StateAsync(app)).Code.ShouldBe("risk-labels-too-few-to-learn");

        _clock.Advance(TimeSpan.FromDays(1));
        await LabelAsync(app, tenant, frauds: 55, honest: 44);
        await rounds.RunAsync(default);
        (await RunsAsync(app, tenant)).Count.ShouldBe(1);
        await LabelAsync(app, tenant, frauds: 0, honest: 8);
        await rounds.RunAsync(default);
        await rounds.RunAsync(default);
        (await RunsAsync(app, tenant)).ShouldBe([(TrainingTrigger.Month, TrainingState.Skipped), (TrainingTrigger.Labels, TrainingState.Waiting)]);
        (await app.InAsync(tenant, db => db.WorkItems.CountAsync(x => x.Kind == WorkKinds.TrainRiskModel))).ShouldBe(1);

        // It fails for want of orders; a month later it is tried again, without a new label.
        await app.PumpAsync();
        (await StateAsync(app)).State.ShouldBe(TrainingState.Failed);
        _clock.Advance(TimeSpan.FromDays(29));
        await rounds.RunAsync(default);
        (await RunsAsync(app, tenant)).Count.ShouldBe(2);
        _clock.Advance(TimeSpan.FromDays(1));
        await rounds.RunAsync(default);
        (await RunsAsync(app, tenant))[^1].ShouldBe((TrainingTrigger.Month, TrainingState.Waiting));
        (await RunsAsync(app, off)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Orders_that_drift_away_are_told_by_one_alert_that_ends_when_they_come_back()
    {
        await using var app = await TestApp.StartAsync(_clock);
        var tenant = await app.FoundAsync(document: Assessing);
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        var rounds = app.Services.GetRequiredService<DriftRounds>();
        await app.InAsync(tenant, db =>
        {
            db.RiskModels.Add(Learnt(tenant));
            return db.SaveChangesAsync();
        });

        await AssessAsync(app, tenant, 20, shift: 0);
        await rounds.RunAsync(default);
        (await CardAsync(app)).Drift.Single().ShouldSatisfyAllConditions(x => x.Orders.ShouldBe(20), x => x.Score.ShouldBeNull());
        await AssessAsync(app, tenant, 380, shift: 0);
        await rounds.RunAsync(default);
        (await CardAsync(app)).Drift.Single().ShouldSatisfyAllConditions(x => x.Orders.ShouldBe(400), x => x.Score!.Value.ShouldBeLessThan(PopulationDrift.Some));
        (await AlertsAsync(app, tenant)).ShouldBeEmpty();

        _clock.Advance(TimeSpan.FromDays(8));
        await AssessAsync(app, tenant, 400, shift: 60);
        await rounds.RunAsync(default);
        await rounds.RunAsync(default);
        var alert = (await AlertsAsync(app, tenant)).Single();
        (alert.State, alert.Kind).ShouldBe((AlertState.Open, AlertKind.Risk));
        alert.Title.En.ShouldContain("PSI above 0.25");
        (await CardAsync(app)).Drift.Select(x => x.Score > PopulationDrift.Much).ShouldBe([false, true]);

        _clock.Advance(TimeSpan.FromDays(8));
        await AssessAsync(app, tenant, 400, shift: 0);
        await rounds.RunAsync(default);
        (await AlertsAsync(app, tenant)).Single().State.ShouldBe(AlertState.Resolved);
    }

    private static readonly TenantConfiguration Compiled = TenantConfiguration.Compile(1, Assessing);

    /// <summary>Orders of the last days, each with a word of a person; those of one device by many accounts are dishonest.</summary>
    private Task PlaceAsync(TestApp app, TenantId tenant, int count) => app.InAsync(tenant, db =>
    {
        var now = _clock.GetUtcNow();
        for (var i = 0; i < count; i++)
        {
            var (fraud, at) = (i % 5 == 0, now.AddHours(i - count).AddDays(-1));
            var facts = new OrderFacts { Category = "cold-chain", Amount = 10 + i % 40, Device = new DeviceFacts(fraud ? "farm" : $"own-{i}"), Customer = new CustomerFacts($"c-{i}") };
            var order = Order.Place(tenant, $"SO-{i:000}", new StatusReport("shop", "x", 20, at, facts, now), Compiled, now).Order;
            db.Orders.Add(order);
            db.RiskLabels.Add(RiskLabel.Of(Assessment(order, TagValues.None), fraud, LabelSource.Flag, "Lin", now));
        }
        return db.SaveChangesAsync();
    });

    private Task LabelAsync(TestApp app, TenantId tenant, int frauds, int honest) => app.InAsync(tenant, db =>
    {
        var now = _clock.GetUtcNow();
        for (var i = 0; i < frauds + honest; i++)
        {
            var order = Order.Place(tenant, $"L-{Guid.CreateVersion7():N}", new StatusReport("shop", "x", 20, now, null, now), Compiled, now).Order;
            db.RiskLabels.Add(RiskLabel.Of(Assessment(order, TagValues.None), i < frauds, LabelSource.Flag, "Lin", now));
        }
        return db.SaveChangesAsync();
    });

    private Task AssessAsync(TestApp app, TenantId tenant, int count, int shift) => app.InAsync(tenant, db =>
    {
        var now = _clock.GetUtcNow();
        var order = Order.Place(tenant, $"A-{Guid.CreateVersion7():N}", new StatusReport("shop", "x", 20, now, null, now), Compiled, now).Order;
        for (var i = 0; i < count; i++) db.RiskAssessments.Add(Assessment(order, new TagValues([.. TagCatalogue.All.Take(1)], [i * 37 % 100 + shift])));
        return db.SaveChangesAsync();
    });

    private RiskAssessment Assessment(Order order, TagValues tags) =>
        RiskAssessment.Of(order, new RiskScore(0.2, RiskTier.Low, ForcedBy.Nothing, null, []), tags, null, null, [], [], 1, false, _clock.GetUtcNow());

    /// <summary>A version that learnt that the first tag of the catalogue tells, with the shapes of the orders it learnt from.</summary>
    private RiskModel Learnt(TenantId tenant)
    {
        float[] values = [.. Enumerable.Range(0, 1_000).Select(x => (float)(x % 100))];
        var trees = BoostedTrees.Fit(new LabelledRows(new FeatureMatrix(values, 1), [.. values.Select((x, i) => x > 60 && i % 3 > 0 || i % 50 == 0)]), null, new BoostingOptions { Iterations = 20 });
        var (tag, now) = (TagCatalogue.All[0].Code, _clock.GetUtcNow());
        var report = new ModelReport
        {
            Shapes = [PopulationDrift.Shape(tag, [.. values.Select(x => (double)x)]), PopulationDrift.Shape(PopulationDrift.Score, [.. values.Select(x => trees.Probability([x]))])],
        };
        var model = RiskModel.Of(tenant, RiskModelKind.Classifier, 1, [tag], trees.Write(), (now, now), 1_000, new Dictionary<string, double> { [$"importance.{tag}"] = 1 }, "test", now, report);
        model.Promote();
        return model;
    }

    private static async Task<TrainingView> StateAsync(TestApp app) => (await app.RunAsync<GetLearning, LearningState>(new GetLearning())).Required.Trainings[0];

    private static async Task<ModelCard> CardAsync(TestApp app) => (await app.RunAsync<GetModelCard, ModelCard>(new GetModelCard(1))).Required;

    private static Task<List<Alert>> AlertsAsync(TestApp app, TenantId tenant) => app.InAsync(tenant, db => db.Alerts.AsNoTracking().ToListAsync());

    private static async Task<List<(TrainingTrigger, TrainingState)>> RunsAsync(TestApp app, TenantId tenant) =>
        [.. (await app.InAsync(tenant, db => db.TrainingRuns.AsNoTracking().OrderBy(x => x.QueuedAt).ToListAsync())).Select(x => (x.Trigger, x.State))];

    /// <summary>Learns until it is broken off.</summary>
    private sealed class EndlessModels : IClassifierModels
    {
        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool WasBrokenOff { get; private set; }

        public IClassifierModel Fit(LabelledRows rows, LabelledRows? later, IReadOnlyList<int>? monotone, IProgress<double>? progress, CancellationToken ct)
        {
            Began.TrySetResult();
            WasBrokenOff = ct.WaitHandle.WaitOne(TimeSpan.FromSeconds(20));
            ct.ThrowIfCancellationRequested();
            throw new InvalidOperationException("Nobody cancelled it.");
        }

        public IClassifierModel Read(ReadOnlySpan<byte> blob) => throw new InvalidDataException();
    }
}
