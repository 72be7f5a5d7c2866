using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrderGuard.Application.Notifications;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Tenancy;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Timeouts;

/// <summary>A company whose rule is answered by three levels, three seconds apart, with a master system of the test's own.</summary>
internal sealed class Ladder : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = TestClock.Noon;

    private Ladder(TestApp app, TestClock clock, Master master, RecordingNotices told) => (App, Clock, Master, Told) = (app, clock, master, told);

    public TestApp App { get; }
    public TestClock Clock { get; }
    public Master Master { get; }
    public RecordingNotices Told { get; }
    public TenantId Tenant { get; private set; }
    public UserId Owner { get; private set; }
    public UserId Backup { get; private set; }

    public static async Task<Ladder> FoundAsync(Func<ActionSettings, ActionSettings>? limits = null, Func<ConfigurationDocument, ConfigurationDocument>? more = null)
    {
        var (clock, master, told) = (new TestClock(), new Master(), new RecordingNotices());
        var app = await TestApp.OnSqliteAsync(clock, x => x.RemoveAll<IOrderActionConnector>().AddSingleton<IOrderActionConnector>(master).AddSingleton<INotices>(told));
        var ladder = new Ladder(app, clock, master, told) { Tenant = await app.FoundTenantAsync("ladder") };
        (ladder.Owner, ladder.Backup) = (await ladder.JoinAsync("Own Er"), await ladder.JoinAsync("Back Up"));
        var document = new ConfigurationDocument
        {
            Sources = [new SourceDefinition { Code = "shop", Role = SourceRole.Master }],
            Timeouts = [new TimeoutRule { Code = "quick", From = 20, Until = 30, Within = TimeSpan.FromSeconds(3), Escalation = "three" }],
            Escalations = [new EscalationPolicy { Code = "three", Levels = [Level(EscalationDeed.Remind), Level(EscalationDeed.HandOver), Level(EscalationDeed.CloseAndRefund)] }],
            Duties = [new DutyRule { Code = "all", Owner = Is(ladder.Owner), Backup = Is(ladder.Backup) }],
            Actions = (limits ?? (x => x))(new ActionSettings { Rehearsal = false, Connector = new ConnectorSettings { Kind = Master.TestKind, Url = "https://master.example", Secret = "master" } }),
        };
        await app.PublishAsync(ladder.Tenant, more is null ? document : more(document));
        return ladder;
    }

    public static EscalationLevel Level(EscalationDeed deed) => new() { After = TimeSpan.FromSeconds(3), Does = deed };

    public static DutyHolder Is(UserId person) => new() { Person = person.Value.ToString() };

    public async Task PlaceAsync(string orderNo = "SO-1", decimal? amount = 100, int status = 20) => await App.InAsync(Tenant, async db =>
    {
        var now = Clock.GetUtcNow();
        var configuration = await ConfigurationAsync(db);
        var (order, move) = Order.Place(Tenant, orderNo, new StatusReport("shop", "x", status, now, new OrderFacts { Amount = amount, Currency = "CNY" }, now), configuration, now);
        db.Orders.Add(order);
        foreach (var deadline in move.Armed) db.WorkItems.Add(WorkItem.Schedule(new WorkItemId(deadline.Id), Tenant, WorkKinds.Timeout, order.Id.Value.ToString(), deadline.DueAt, now, deadline.Rule));
        await db.SaveChangesAsync();
    });

    /// <summary>Time passes in steps of half a second, with the pump running all the while.</summary>
    public async Task PassAsync(double seconds)
    {
        for (var left = seconds; left > 0; left -= 0.5)
        {
            Clock.Advance(TimeSpan.FromSeconds(0.5));
            await App.PumpAsync();
            await App.PumpAsync();
        }
    }

    public Task<List<EscalationStep>> StepsAsync() => App.InAsync(Tenant, db => db.EscalationSteps.OrderBy(x => x.At).ThenBy(x => x.Level).ToListAsync());

    public Task<ActionRequest> RequestAsync() => App.InAsync(Tenant, db => db.ActionRequests.SingleAsync());

    public Task<Order> OrderAsync(string orderNo = "SO-1") => App.InAsync(Tenant, db => db.Orders.SingleAsync(x => x.OrderNo == orderNo));

    public Task<Alert> AlertAsync() => App.InAsync(Tenant, db => db.Alerts.SingleAsync());

    public async ValueTask DisposeAsync() => await App.DisposeAsync();

    private async Task<UserId> JoinAsync(string name)
    {
        var id = UserId.New();
        await App.InAsync(Tenant, async db =>
        {
            db.Users.Add(new PortalUser { Id = id.Value, DisplayName = name, UserName = $"{id.Value:N}@example.invalid", Email = $"{id.Value:N}@example.invalid" });
            db.Memberships.Add(Membership.Of(Tenant, id, Role.Operator, Start));
            await db.SaveChangesAsync();
        });
        return id;
    }

    private static async Task<TenantConfiguration> ConfigurationAsync(Infrastructure.Common.OrderGuardDb db)
    {
        var newest = await db.ConfigurationVersions.OrderByDescending(x => x.Number).FirstAsync();
        return TenantConfiguration.Compile(newest.Number, Application.Configuration.ConfigurationJson.Read(newest.Json));
    }
}

/// <summary>A master system that does each key once, and can lose requests and answers.</summary>
internal sealed class Master : IOrderActionConnector
{
    public const ConnectorKind TestKind = ConnectorKind.Http;
    private readonly ConcurrentDictionary<string, ActionCall> _done = new();

    public ConnectorKind Kind => TestKind;

    /// <summary>Every request that arrived, also a repeated one.</summary>
    public ConcurrentQueue<ActionCall> Arrived { get; } = new();

    /// <summary>How often it was asked what became of a request.</summary>
    public int Asked { get; private set; }

    /// <summary>What happens on the way there; throws or answers instead of the master, where it does.</summary>
    public Func<ActionReply?> OnTheWay { get; set; } = () => null;

    /// <summary>What happens on the way back.</summary>
    public Func<ActionReply?> OnTheWayBack { get; set; } = () => null;

    public async Task<ActionReply> SendAsync(ActionCall call, ConnectorSettings settings, CancellationToken ct)
    {
        await Task.Yield();
        if (OnTheWay() is { } lost) return lost;
        Arrived.Enqueue(call);
        _done.TryAdd(call.Key, call);
        return OnTheWayBack() ?? new ActionReply(ActionOutcome.Done, "done");
    }

    public Task<ActionReply> FindOutAsync(string key, ConnectorSettings settings, CancellationToken ct)
    {
        Asked++;
        return Task.FromResult(_done.ContainsKey(key) ? new ActionReply(ActionOutcome.Done, "done before") : new ActionReply(ActionOutcome.NotArrived, "never heard of it"));
    }
}

/// <summary>Keeps the notices that were added.</summary>
internal sealed class RecordingNotices : INotices
{
    private readonly ConcurrentQueue<Notice> _added = new();

    /// <summary>What would be sent: each key once.</summary>
    public IReadOnlyList<Notice> Sent => [.. _added.DistinctBy(x => x.Key)];

    public void Add(Notice notice) => _added.Enqueue(notice);
}
