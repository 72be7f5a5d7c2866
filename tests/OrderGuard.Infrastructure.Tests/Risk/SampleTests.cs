using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Risk.Learning;
using OrderGuard.Application.Risk.Rules;
using OrderGuard.Application.Risk.Samples;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Risk.Rules;
using OrderGuard.Domain.Risk.Samples;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Intake;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Risk;

/// <summary>Labelled orders: taken in, refused with a reason, searched for rules and tried by them.</summary>
public sealed class SampleTests : IDisposable
{
    private static readonly SampleMapping Mapping = new()
    {
        Label = "class", PlacedAt = "time", OrderNo = "order", Fields = new Dictionary<string, string> { ["amount"] = "value", ["channel"] = "source", ["device.id"] = "device", ["customer.idNumber"] = "person" },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("orderguard-samples-").FullName;

    [Fact]
    public async Task A_file_becomes_a_version_that_says_how_good_it_was_and_the_next_one_adds_to_it()
    {
        await using var app = await StartAsync();
        var first = (await UploadAsync(app, """
            order,time,value,source,device,person,class
            A,2026-01-01 10:00:00,10,ads,d1,ID-1,1
            B,2026-01-02 10:00:00,20,seo,d2,,0
            B,2026-01-02 10:00:00,20,seo,d2,,0
            C,2026-01-03 10:00:00,30,seo,d3,,0
            C,2026-01-03 10:00:00,30,seo,d3,,1.0
            D,2026-01-04 10:00:00,NaN,seo,,,
            E,2026-01-05 10:00:00,Infinity,seo,d5,,0
            F,never,10,seo,d6,,0
            G,2026-01-06 10:00:00,nan,seo,d7,,false
            H,2026-01-06 10:00:00,5,seo,d7,,perhaps
            """)).Required;

        (first.Version, first.Rows, first.Frauds).ShouldBe((1, 4, 2));
        var report = first.Report;
        (report.Rows, report.Taken, report.Duplicates, report.Contradictions, report.Unlabelled, report.Rejected).ShouldBe((10, 4, 1, 1, 1, 3));
        report.Problems.Select(x => (x.Line, x.Code)).ShouldBe([(8, "bad-number"), (9, "unreadable-time"), (11, "bad-label")]);
        report.Fields.Single(x => x.Field == "amount").Filled.ShouldBe(0.75);
        report.Warnings.Select(x => x.Code).ShouldContain("contradictions");

        var second = (await UploadAsync(app, "order,time,value,source,device,person,class\nA,2026-01-01 10:00:00,10,ads,d1,ID-1,1\nZ,2026-02-01 10:00:00,10,ads,d1,,0\n", append: true)).Required;
        (second.Version, second.Rows, second.Report.Kept, second.Report.Taken, second.Report.Duplicates).ShouldBe((2, 5, 4, 1, 1));

        var sets = (await app.RunAsync<ListSampleSets, SampleSets>(new ListSampleSets())).Required;
        sets.Items.Select(x => x.Version).ShouldBe([2, 1], ignoreOrder: true);
        sets.Outdated.ShouldBeFalse();
    }

    [Theory]
    [InlineData("order,time,value,source,device,person,class\nA,2026-01-01,1,s,d,,1\nB,2026-01-02,1,s,d,,1\n", "samples-one-class")]
    [InlineData("order,time,value,source,device,person,class\nA,2026-01-01,1,s,d,,0\nB,2026-01-02,1,s,d,,0\n", "samples-one-class")]
    [InlineData("order,time,value,source,device,person,label\nA,2026-01-01,1,s,d,,0\n", "samples-columns")]
    [InlineData("order,time,value,source,device,person,class\n", "samples-empty")]
    [InlineData("order,time,value,source,device,person,class\nA,2026-01-01,1,s,d,,\nB,2026-01-02,1,s,d,,NaN\n", "samples-no-labels")]
    [InlineData("order,time,value,source,device,person,class\nA,2026-01-01,inf,s,d,,0\nB,2026-01-02,-Infinity,s,d,,1\nC,2026-01-02,1,s,d,,1\n", "samples-unreadable")]
    [InlineData("\0\0\0\u0001garbage", "samples-columns")]
    public async Task A_poisoned_file_is_refused_with_a_reason_and_leaves_nothing(string csv, string code)
    {
        await using var app = await StartAsync();

        var refusal = (await UploadAsync(app, csv)).Refusal.ShouldNotBeNull();

        refusal.Code.ShouldBe(code);
        refusal.Message.Length.ShouldBeGreaterThan(20);
        (await app.RunAsync<ListSampleSets, SampleSets>(new ListSampleSets())).Required.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_before_it_is_kept()
    {
        await using var app = await StartAsync(x => x.Configure<ImportOptions>(o => o.MaxFileBytes = 1024 * 1024));

        var answer = await app.RunAsync<ReceiveSampleFile, ReceivedFile>(new ReceiveSampleFile(new MemoryStream(new byte[3 * 1024 * 1024])));

        answer.Refusal.ShouldBe(SampleRefusals.TooLarge);
        Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_columns_words_and_times_of_a_shops_export_are_guessed()
    {
        await using var app = await StartAsync();
        var file = await ReceiveAsync(app, "user_id,signup_time,purchase_time,purchase_value,device_id,source,ip_address,class\n1,1/1/2015 0:00,1/13/2015 0:05,14.0,BB,Ads,20.0,1.0\n");

        var preview = (await app.RunAsync<PreviewSamples, SamplePreview>(new PreviewSamples(file))).Required;

        preview.Refusal.ShouldBeNull();
        (preview.Mapping.Label, preview.Mapping.PlacedAt, preview.Mapping.TimeFormat).ShouldBe(("class", "purchase_time", "M/d/yyyy H:mm"));
        preview.Mapping.Fields["customer.registeredAt"].ShouldBe("signup_time");
        preview.Mapping.Fields["device.id"].ShouldBe("device_id");
        preview.Mapping.Fields["amount"].ShouldBe("purchase_value");
    }

    [Fact]
    public async Task Rules_are_found_in_samples_and_tried_on_them_and_a_miss_is_explained()
    {
        await using var app = await StartAsync();
        var set = (await UploadAsync(app, Purchases(1_200))).Required;

        var found = (await app.RunAsync<InduceRules, InducedRules>(new InduceRules(set.Id))).Required;

        found.Candidates.ShouldNotBeEmpty();
        var best = found.Candidates.First(x => x.When.Every.Any(c => c.Field == "tag.accounts-per-device-7d" || c.Field.StartsWith("tag.orders-by-device", StringComparison.Ordinal)));
        best.LaterPrecisionAtLeast!.Value.ShouldBeGreaterThan(0.6);
        best.Words.En.ShouldNotBe(best.Words.Zh);

        var rule = new RiskRule { Code = "found", When = best.When };
        var tried = (await app.RunAsync<BacktestRiskRule, RuleBacktest>(new BacktestRiskRule(rule, SampleSet: set.Id, OrderNo: "SO-1"))).Required;
        tried.Figures.Orders.ShouldBe(1_200);
        tried.Figures.FraudHits.ShouldBe(best.Earlier.FraudHits + best.Later.FraudHits);
        tried.Asked!.Fits.ShouldBeFalse();
        tried.Asked.Answers.ShouldContain(x => !x.Fits);
        tried.Missed.ShouldAllBe(x => x.Fraud == true && !x.Fits);
    }

    [Fact]
    public async Task A_rule_is_tried_on_the_companys_own_orders_with_the_tags_they_had_then_and_the_labels_known_now()
    {
        var now = TestClock.Noon;
        await using var app = await StartAsync(clock: new TestClock(now));
        var tenant = app.Caller.RequiredTenant;
        var configuration = TenantConfiguration.Compile(1, Shop.Document);
        await app.InAsync(tenant, db =>
        {
            for (var i = 0; i < 40; i++)
            {
                // Every other order comes from one device: the first of them has none before it.
                var facts = new OrderFacts { Amount = 10 + i, Device = new DeviceFacts(i % 2 == 0 ? "shared" : $"own-{i}"), Customer = new CustomerFacts($"c-{i}") };
                db.Orders.Add(Order.Place(tenant, $"SO-{i:00}", new StatusReport("shop", "x", 20, now.AddHours(i - 40), facts, now), configuration, now).Order);
            }
            return db.SaveChangesAsync();
        });
        var labels = string.Concat(Enumerable.Range(0, 40).Select(i => $"SO-{i:00},{now.AddHours(i - 40):yyyy-MM-ddTHH:mm:ssZ},1,s,d{i},,{(i % 2 == 0 ? 1 : 0)}\n"));
        (await UploadAsync(app, "order,time,value,source,device,person,class\n" + labels)).Refusal.ShouldBeNull();
        var rule = new RiskRule { Code = "shared", When = new RiskGroup { Conditions = [new RiskCondition { Field = "tag.accounts-per-device-7d", Is = RiskOperator.AtLeast, Number = 2 }] } };

        var shares = new List<double>();
        var tried = (await app.RunAsync<BacktestRiskRule, RuleBacktest>(new BacktestRiskRule(rule, OrderNo: "SO-02", Progress: new Told(shares)))).Required;

        tried.Figures.ShouldBe(new RuleFigures(40, 20, 18, 18, 0, Enumerable.Range(2, 18).Sum(x => 10m + 2 * x)));
        tried.Missed.Select(x => x.OrderNo).ShouldBe(["SO-02", "SO-00"]);
        tried.Asked!.Answers.Single().Value.ShouldBe("1");
        shares.ShouldAllBe(x => x >= 0 && x <= 1);
        // From the middle on: the tags still see the orders before.
        (await app.RunAsync<BacktestRiskRule, RuleBacktest>(new BacktestRiskRule(rule, From: now.AddHours(-20)))).Required.Figures.Hits.ShouldBe(10);
    }

    [Fact]
    public async Task A_classifier_is_learnt_judged_by_the_later_orders_and_decides_and_an_older_version_can_be_brought_back()
    {
        await using var app = await StartAsync();
        (await app.RunAsync<TrainClassifier, TrainingView>(new TrainClassifier())).Refusal!.Code.ShouldBe("risk-labels-too-few-to-learn");
        (await app.RunAsync<RollBackRiskModel, RiskModelView>(new RollBackRiskModel())).Refusal.ShouldBe(TrainingRefusals.NothingBefore);
        var set = (await UploadAsync(app, Purchases(1_000))).Required;

        (await TrainAsync(app, set.Id)).ShouldSatisfyAllConditions(x => x.State.ShouldBe(TrainingState.Done), x => x.Version.ShouldBe(1), x => x.Promoted.ShouldBeTrue(), x => x.Samples.ShouldBe("history 1"));
        var first = (await app.RunAsync<GetModelCard, ModelCard>(new GetModelCard(1))).Required;
        (first.Model.IsChampion, first.Model.Figure("judged"), first.Report!.Outcome).ShouldBe((true, 300, PromotionOutcome.Promoted));
        first.Model.Figure("auc")!.Value.ShouldBeGreaterThan(0.8);
        first.Model.Calibration().Sum(x => x.Count).ShouldBe(300);
        first.Model.Named("importance.")[0].Name.ShouldContain("device");
        first.Report.Scores.Sum(x => x.Honest + x.Fraud).ShouldBe(300);
        (first.Report.Roc[^1], first.Report.CapacityIsSet, first.Report.Champion).ShouldBe((new CurvePoint(1, 1), false, null));
        first.Report.Shapes.Select(x => x.Tag).ShouldContain(PopulationDrift.Score);

        // The same orders teach the same: no better than the one that decides, so it does not.
        (await TrainAsync(app, set.Id)).ShouldSatisfyAllConditions(x => x.Version.ShouldBe(2), x => x.Promoted.ShouldBeFalse());
        var second = (await app.RunAsync<GetModelCard, ModelCard>(new GetModelCard(2))).Required;
        (second.Model.IsChampion, second.Model.Figure("champion.auc"), second.Report!.Champion, second.Report.Outcome).ShouldBe((false, second.Model.Figure("auc"), 1, PromotionOutcome.NotBetter));

        (await app.RunAsync<PromoteRiskModel, RiskModelView>(new PromoteRiskModel(2))).Required.IsChampion.ShouldBeTrue();
        (await app.RunAsync<RollBackRiskModel, RiskModelView>(new RollBackRiskModel())).Required.Version.ShouldBe(1);
        (await app.RunAsync<GetRiskModels, RiskModels>(new GetRiskModels())).Required.Items.Single(x => x.IsChampion).Version.ShouldBe(1);
        (await app.RunAsync<RollBackRiskModel, RiskModelView>(new RollBackRiskModel())).Refusal.ShouldBe(TrainingRefusals.NothingBefore);
        (await app.RunAsync<PromoteRiskModel, RiskModelView>(new PromoteRiskModel(9))).Refusal!.Kind.ShouldBe(RefusalKind.NotFound);
        (await app.InAsync(app.Caller.RequiredTenant, db => db.AuditEntries.Where(x => x.Action.StartsWith("risk-model")).OrderBy(x => x.Sequence).Select(x => x.Action).ToListAsync())).ShouldBe(
            ["risk-model.training-started", "risk-model.learnt", "risk-model.promoted", "risk-model.training-started", "risk-model.learnt", "risk-model.promoted", "risk-model.rolled-back"]);
    }

    [Fact]
    public async Task Samples_are_their_companys_alone_and_who_may_only_look_may_not_upload()
    {
        await using var app = await StartAsync();
        var set = (await UploadAsync(app, Purchases(60))).Required;
        var owner = app.Caller;

        app.Caller = TestApp.Person(owner.RequiredTenant, Role.Viewer);
        (await app.RunAsync<ReceiveSampleFile, ReceivedFile>(new ReceiveSampleFile(new MemoryStream([1])))).Refusal!.Kind.ShouldBe(RefusalKind.Forbidden);
        (await app.RunAsync<DeleteSampleSet, Done>(new DeleteSampleSet(set.Id))).Refusal!.Kind.ShouldBe(RefusalKind.Forbidden);

        app.Caller = TestApp.Person(await app.FoundAsync("other"), Role.TenantAdmin);
        (await app.RunAsync<ListSampleSets, SampleSets>(new ListSampleSets())).Required.Items.ShouldBeEmpty();
        (await app.RunAsync<InduceRules, InducedRules>(new InduceRules(set.Id))).Refusal.ShouldBe(SampleRefusals.NotFound);
        (await app.RunAsync<DeleteSampleSet, Done>(new DeleteSampleSet(set.Id))).Refusal.ShouldBe(SampleRefusals.NotFound);

        app.Caller = owner;
        (await app.RunAsync<DeleteSampleSet, Done>(new DeleteSampleSet(set.Id))).Refusal.ShouldBeNull();
        (await app.RunAsync<ListSampleSets, SampleSets>(new ListSampleSets())).Required.Items.ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<TestApp> StartAsync(Action<IServiceCollection>? more = null, TimeProvider? clock = null)
    {
        var app = await TestApp.StartAsync(clock, x =>
        {
            RealOrders.Files(_folder)(x);
            more?.Invoke(x);
        });
        app.Caller = TestApp.Person(await app.FoundAsync(), Role.TenantAdmin);
        return app;
    }

    private static async Task<TrainingView> TrainAsync(TestApp app, Guid set)
    {
        (await app.RunAsync<TrainClassifier, TrainingView>(new TrainClassifier(set))).Required.State.ShouldBe(TrainingState.Waiting);
        (await app.RunAsync<TrainClassifier, TrainingView>(new TrainClassifier(set))).Refusal.ShouldBe(TrainingRefusals.Running);
        await app.PumpAsync();
        return (await app.RunAsync<GetLearning, LearningState>(new GetLearning())).Required.Trainings[0];
    }

    private static async Task<Guid> ReceiveAsync(TestApp app, string csv) =>
        (await app.RunAsync<ReceiveSampleFile, ReceivedFile>(new ReceiveSampleFile(new MemoryStream(Encoding.UTF8.GetBytes(csv))))).Required.Id;

    private static async Task<Result<SampleSetView>> UploadAsync(TestApp app, string csv, bool append = false) =>
        await app.RunAsync<UploadSamples, SampleSetView>(new UploadSamples(await ReceiveAsync(app, csv), "samples.csv", "history", Mapping, append));

    /// <summary>A sixth of the purchases come within hours from one device by many accounts, and are dishonest; with a little noise.</summary>
    private static string Purchases(int count)
    {
        var (random, csv) = (new Random(5), new StringBuilder("order,time,value,source,device,person,class\n"));
        for (var i = 0; i < count; i++)
        {
            var fraud = i % 6 == 0;
            var at = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(90 * i).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            csv.Append(CultureInfo.InvariantCulture, $"SO-{i},{at},{random.Next(10, 500)},{(random.Next(2) == 0 ? "ads" : "seo")},{(fraud ? $"farm-{i / 600}" : $"d-{i}")},p-{i},{(fraud != (random.Next(100) == 0) ? 1 : 0)}\n");
        }
        return csv.ToString();
    }

    private sealed class Told(List<double> shares) : IProgress<double>
    {
        public void Report(double value) => shares.Add(value);
    }
}
