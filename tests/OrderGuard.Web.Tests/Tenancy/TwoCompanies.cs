using System.Net;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Notifications;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Risk.Samples;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;
using OrderGuard.Web.Tests.Common;
using OrderGuard.Web.Tests.Integrations;
using Quartz;

namespace OrderGuard.Web.Tests.Tenancy;

/// <summary>The running application with company A, which has one of everything and its mark on all of it, and company B, which looks for it.</summary>
public sealed class TwoCompanies : IAsyncLifetime
{
    /// <summary>Stands in everything that A has to say; whoever is not of A must never read it.</summary>
    public const string Mark = "marker-of-a";

    /// <summary>What B may have heard of A, and asks for.</summary>
    public const string Category = "goods-of-a";
    public const string NameOfPerson = "Seat Of-A";
    public const string OrderNo = "LEAK-ORDER-1";
    private const string Password = "plainly invented 7";

    public MachineHost Host { get; } = new();
    public TenantId A { get; private set; }
    public TenantId B { get; private set; }
    public string KeyOfA { get; private set; } = "";
    public string KeyOfB { get; private set; } = "";
    public UserId PersonOfA { get; private set; }
    public AlertId AlertOfB { get; private set; }
    public HttpClient AdminOfB { get; private set; } = null!;

    /// <summary>Everything of A that has a number of its own.</summary>
    public IReadOnlyList<Guid> IdsOfA { get; private set; } = [];
    public Guid ImportOfA { get; private set; }

    /// <summary>A version that B does not have.</summary>
    public int VersionOfA => 7;

    public async Task InitializeAsync()
    {
        await StopRoundsAsync();
        A = await Host.FoundAsync("company-a");
        B = await Host.FoundAsync("company-b");
        KeyOfA = await Host.IssueAsync("shop", tenant: A);
        KeyOfB = await Host.IssueAsync("shop", tenant: B);
        PersonOfA = await EmployAsync(Role.Viewer, A, $"seat@{Mark}.test", NameOfPerson);
        await FillAsync();
        AlertOfB = await RaiseAsync(B, "of-b");
        AdminOfB = await SignInAsync(Role.TenantAdmin, B);
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();

    /// <summary>What the application does of itself by the clock, such as sealing the audit each half hour, is not mistaken for what B has done.</summary>
    private async Task StopRoundsAsync()
    {
        var scheduler = await Host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        foreach (var key in await scheduler.GetTriggerKeys(GroupMatcher<TriggerKey>.AnyGroup()))
            if (key.Name != "work-tick") await scheduler.PauseTrigger(key);
    }

    /// <summary>A browser in which a person with this role is signed in; a platform operator belongs to no company.</summary>
    public async Task<HttpClient> SignInAsync(Role role, TenantId tenant)
    {
        var email = $"{role}-{Guid.NewGuid():N}@example.test";
        await EmployAsync(role, tenant, email, role.ToString());
        var browser = Host.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        (await browser.SubmitAsync("/account/sign-in", "/account/sign-in", ("Email", email), ("Password", Password))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return browser;
    }

    public async Task<AlertId> RaiseAsync(TenantId tenant, string words)
    {
        var alert = Alert.Raise(tenant, new AlertCause(AlertKind.Mismatch, AlertSeverity.Critical, $"test:{Guid.NewGuid():N}", new LocalizedText(words, words), Now, null, 1) { Category = words }, Now);
        await Host.InAsync(tenant, db =>
        {
            db.Alerts.Add(alert);
            db.AlertNotes.Add(AlertNote.Write(alert, words, words, Now));
            return db.SaveChangesAsync();
        });
        return alert.Id;
    }

    /// <summary>All rows of A as they are stored, the audit's too.</summary>
    public Task<string> RowsOfAAsync() => Host.InAsync(A, async store =>
    {
        var db = (DbContext)store;
        var rows = new List<string>();
        foreach (var entity in db.Model.GetEntityTypes().Where(x => typeof(ITenantOwned).IsAssignableFrom(x.ClrType)))
        {
            var load = typeof(TwoCompanies).GetMethod(nameof(LoadAsync), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(entity.ClrType);
            await (Task)load.Invoke(null, [db])!;
        }
        foreach (var entry in db.ChangeTracker.Entries())
            rows.Add($"{entry.Metadata.ClrType.Name} {JsonSerializer.Serialize(entry.Properties.ToDictionary(x => x.Metadata.Name, x => x.CurrentValue))}");
        return string.Join('\n', rows.Order(StringComparer.Ordinal));
    });

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    private static Task LoadAsync<T>(DbContext db) where T : class => db.Set<T>().LoadAsync();

    private async Task<UserId> EmployAsync(Role role, TenantId tenant, string email, string name)
    {
        await using var scope = Host.Services.GetRequiredService<SystemScopes>().Open(tenant);
        var account = (await scope.ServiceProvider.GetRequiredService<IAccounts>().CreateAsync(email, name, Password, role is Role.PlatformOperator, default)).Required;
        if (role is Role.PlatformOperator) return account.Id;
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        db.Memberships.Add(Membership.Of(tenant, account.Id, role, Now));
        await db.SaveChangesAsync();
        return account.Id;
    }

    private async Task FillAsync()
    {
        var document = Shop.Document with { Categories = [new CategoryDefinition { Code = Category, Label = new LocalizedText(Mark, Mark) }] };
        await Host.InAsync(A, db =>
        {
            db.ConfigurationVersions.Add(ConfigurationVersion.Publish(A, VersionOfA, ConfigurationJson.Write(document), Mark, Mark, Now));
            db.DeadLetters.Add(DeadLetter.Of(A, "in", "shop", DeadLetterReasons.Malformed, Mark, Mark, System.Text.Encoding.UTF8.GetBytes(Mark), Now));
            db.OutboxPositions.Add(OutboxPosition.For(A, 0));
            db.ConfigurationDrafts.Add(ConfigurationDraft.Begin(A, VersionOfA, ConfigurationJson.Write(document), Mark, Now));
            return db.SaveChangesAsync();
        });
        var body = $$"""
            {"events":[{"id":"leak-1","orderNo":"{{OrderNo}}","status":"10","occurredAt":"{{Now.AddMinutes(-1):yyyy-MM-ddTHH:mm:ssZ}}",
            "order":{"category":"{{Category}}","channel":"{{Mark}}","customer":{"id":"{{Mark}}","name":"{{Mark}}"},"recipient":{"name":"{{Mark}}","city":"{{Mark}}"} } }]}
            """;
        (await (await Host.ClientOf(KeyOfA).PostAsync("/api/v1/events", MachineHost.Json(body))).Content.ReadAsStringAsync()).ShouldContain("applied");

        var alert = await RaiseAsync(A, Mark);
        var key = ApiKey.Issue(A, Mark, "wms", ApiKey.NewSecret(), ApiScopes.All, [], 100, null, Mark, Now);
        var display = DisplayToken.Issue(A, Mark, DisplayToken.NewSecret(), null, Mark, Now);
        var invitation = Invitation.To(A, $"new@{Mark}.test", Role.Viewer, "0", Mark, Now);
        var filter = SavedFilter.Save(A, PersonOfA, Mark, Mark, $"?category={Mark}", shared: true, Now);
        var import = ImportJob.Queue(A, $"{Mark}.csv", null, Mark, Mark, Mark, Now);
        import.Fail(Mark, Now);
        StatusPush push = null!;
        var reconciliation = ReconciliationRun.Read(A, Mark, Guid.CreateVersion7(), $"{Mark}.csv", Mark, Mark, Mark, Now);
        reconciliation.Fail(Mark, Now);
        var rehearsal = Rehearsal.Begin(A, "wms", new RehearsalPlan(RehearsalKind.Generated, 1, 20, 0, [Mark]), new RehearsalExpectations(), new RehearsalHashes(Mark, Mark, Mark), VersionOfA, Mark, Now);
        rehearsal.Fail(Mark, Now);
        var secret = Secret.Keep(A, Mark, Mark, Mark, Now);
        var delivery = Delivery.Of(A, Mark, Mark, NoticeKinds.Reminder, AlertSeverity.Warning, 1, OrderNo, Mark, $$"""{"title":"{{Mark}}"}""", Now.AddDays(1), false, Now);
        var order = await Host.InAsync(A, async db =>
        {
            db.Secrets.Add(secret);
            db.Deliveries.Add(delivery);
            db.ChannelGates.Add(ChannelGate.For(A, Mark));
            db.ApiKeys.Add(key);
            db.DisplayTokens.Add(display);
            db.Invitations.Add(invitation);
            db.SavedFilters.Add(filter);
            db.ImportJobs.Add(import);
            db.Mismatches.Add(Mismatch.FindUnknown(A, Mark, new SourceStatus("crm", Mark, null, Now), MismatchCause.UnmappedWord, Now));
            db.SourceDelays.Add(SourceDelay.Of(A, Mark));
            db.ApiRequests.Add(ApiRequest.Note(A, Actor.System with { Name = Mark }, Mark, "GET", $"/api/v1/orders/{Mark}", new RequestTold(200, TimeSpan.Zero, OrderNo), Now));
            db.RejectedRows.Add(RejectedRow.Of(A, import.Id, 2, Mark, Mark));
            await db.SaveChangesAsync();
            var placed = await db.Orders.SingleAsync();
            push = StatusPush.Of(placed, new OrderMove(EventOutcome.Applied, placed.Status, null, null), Mark, new MoveOrigin(Mark, Mark), Now, Now);
            push.Fail(Mark, PushCauses.Rejected, 422, Mark, null, counts: true, Now);
            db.StatusPushes.Add(push);
            db.TargetGates.Add(TargetGate.For(A, Mark, Now));
            db.Rehearsals.Add(rehearsal);
            db.ReconciliationRuns.Add(reconciliation);
            db.ReconciledOrders.Add(ReconciledOrder.Of(reconciliation, OrderNo));
            db.ReconciliationDifferences.Add(ReconciliationDifference.Of(reconciliation, OrderNo, Mark, null, placed.Status, null));
            await db.SaveChangesAsync();
            return placed;
        });
        var samples = RiskSampleSet.Of(A, Mark, 1, Mark, [new RiskSample(Mark, Now, true, OrderFacts.None)], new SampleReport(), [1], Mark, Now);
        var training = TrainingRun.Queue(A, TrainingTrigger.Person, (samples.Id.Value, Mark), new KnownLabels(1, 1, 1), Mark, Now);
        training.Fail(Refusal.Invalid(Mark, Mark), Now);
        var entry = RiskListEntry.Add(A, ListKind.Device, ListEffect.Block, Mark, Mark, Mark, Mark, null, Now);
        var review = await Host.InAsync(A, async db =>
        {
            var placed = await db.Orders.SingleAsync();
            var assessment = RiskAssessment.Of(placed, new RiskScore(0.9, RiskTier.High, ForcedBy.Nothing, Mark, [new RiskReason(Mark, 1, 1, new LocalizedText(Mark, Mark))]), TagValues.None, null, null, [], [Mark], 1, false, Now);
            var opened = ReviewCase.Open(placed, assessment, TimeSpan.FromHours(2), Now);
            db.RiskAssessments.Add(assessment);
            db.ReviewCases.Add(opened);
            db.RiskLabels.Add(RiskLabel.Of(assessment, true, LabelSource.Flag, Mark, Now));
            db.WatchedOrders.Add(WatchedOrder.Begin(assessment, Now.AddDays(1), Now));
            db.RiskListEntries.Add(entry);
            db.RiskSampleSets.Add(samples);
            var classifier = RiskModel.Of(A, RiskModelKind.Classifier, VersionOfA, [Mark], [1], (Now, Now), 1, new Dictionary<string, double> { [Mark] = 1 }, Mark, Now, new ModelReport { Fairness = [new CategoryErrors(Mark, 1, 1, null)] });
            classifier.Promote();
            db.RiskModels.Add(classifier);
            db.TrainingRuns.Add(training);
            db.ModelDrifts.Add(ModelDrift.Of(A, VersionOfA, 1, 1, new Dictionary<string, double> { [Mark] = 1 }, Now));
            db.RiskModels.Add(RiskModel.Of(A, RiskModelKind.Anomaly, 1, [Mark], [1], (Now, Now), 1, new Dictionary<string, double>(), Mark, Now));
            await db.SaveChangesAsync();
            return opened;
        });
        await Host.Services.GetRequiredService<RequestLog>().FlushAsync(default);
        ImportOfA = import.Id.Value;
        IdsOfA = [import.Id.Value, alert.Value, key.Id.Value, display.Id.Value, invitation.Id.Value, filter.Id.Value, delivery.Id.Value, order.Id.Value, PersonOfA.Value, A.Value, push.Id.Value, reconciliation.Id.Value, rehearsal.Id.Value, review.Id.Value, entry.Id, samples.Id.Value, training.Id.Value];
    }
}
