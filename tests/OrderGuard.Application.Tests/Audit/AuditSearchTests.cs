using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Application.Tests.Audit;

public sealed class AuditSearchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_way_to_search_finds_what_looking_at_each_entry_finds()
    {
        await using var app = await TestApp.StartAsync();
        var tenant = await app.FoundTenantAsync("grocer");
        var all = await FillAsync(app, tenant, 25_000);
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);

        await FindsAsync(app, new AuditFilter { Actor = "Lin" }, all.Where(x => x.ActorName.Contains("Lin", StringComparison.Ordinal)));
        await FindsAsync(app, new AuditFilter { Actor = "id-3" }, all.Where(x => x.ActorId == "id-3"));
        await FindsAsync(app, new AuditFilter { Actor = "nobody" }, []);
        await FindsAsync(app, new AuditFilter { Action = "order." }, all.Where(x => x.Action.StartsWith("order.", StringComparison.Ordinal)));
        await FindsAsync(app, new AuditFilter { Action = "order.", Actor = "Wang" }, all.Where(x => x.Action.StartsWith("order.", StringComparison.Ordinal) && x.ActorName.Contains("Wang", StringComparison.Ordinal)));
        await FindsAsync(app, new AuditFilter { Text = "needle" }, all.Where(x => x.After!.Contains("needle", StringComparison.Ordinal)));
        await FindsAsync(app, new AuditFilter { Address = "10.0.0.7" }, all.Where(x => x.Address!.StartsWith("10.0.0.7", StringComparison.Ordinal)));
        await FindsAsync(app, new AuditFilter { From = Noon.AddSeconds(5_000), Until = Noon.AddSeconds(5_100) }, all.Where(x => x.At >= Noon.AddSeconds(5_000) && x.At < Noon.AddSeconds(5_100)));
        await FindsAsync(app, new AuditFilter { From = Noon.AddSeconds(9_000), Actor = "Lin", Text = "needle" }, all.Where(x => x.At >= Noon.AddSeconds(9_000) && x.ActorName.Contains("Lin", StringComparison.Ordinal) && x.After!.Contains("needle", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_action_and_an_actor_that_occur_for_the_first_time_are_found_at_once()
    {
        await using var app = await TestApp.StartAsync();
        var tenant = await app.FoundTenantAsync("grocer");
        await FillAsync(app, tenant, 100);
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        await FindsAsync(app, new AuditFilter { Action = "parcel.lost" }, []);

        await app.InAsync(tenant, async db =>
        {
            db.AuditEntries.Add(AuditEntry.Of(tenant, new Actor(ActorKind.Person, "id-new", "Newcomer", null), "parcel.lost", "order", "SO-1", null, null, null, Noon));
            await db.SaveChangesAsync();
        });

        foreach (var filter in new[] { new AuditFilter { Action = "parcel." }, new AuditFilter { Actor = "Newcomer" } })
            (await app.RunAsync<SearchAudit, FoundAudit>(new SearchAudit(filter, null, 50))).Required.Rows.ShouldHaveSingleItem().Action.ShouldBe("parcel.lost");
    }

    [Fact]
    public async Task Who_reads_personal_data_is_audited_once_in_ten_minutes()
    {
        var clock = new TestClock(Noon);
        await using var app = await TestApp.StartAsync(clock);
        var tenant = await app.FoundAsync();
        await app.InAsync(tenant, async _ =>
        {
            await using var scope = app.Services.GetRequiredService<Application.Common.SystemScopes>().Open(tenant);
            await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync([Shop.Report(tenant, "shop", "e1", "SO-1", "10", Noon, new OrderFacts { Recipient = new RecipientFacts("Somebody Invented", "+8613800000000") })], default);
        });

        foreach (var role in new[] { Role.Operator, Role.Operator, Role.Viewer })
        {
            app.Caller = TestApp.Person(tenant, role, role.ToString());
            (await app.RunAsync<GetOrder, OrderDetail>(new GetOrder("SO-1"))).Refusal.ShouldBeNull();
        }
        app.Caller = TestApp.Person(tenant, Role.Operator, "Operator");
        await app.RunAsync<FindOrders, IReadOnlyList<OrderRow>>(new FindOrders("13800000000"));
        clock.Advance(TimeSpan.FromMinutes(11));
        await app.RunAsync<GetOrder, OrderDetail>(new GetOrder("SO-1"));
        await app.Services.GetRequiredService<PersonalDataReads>().FlushAsync(default);

        var read = await app.InAsync(tenant, db => db.AuditEntries.Where(x => x.SubjectKind == PersonalDataReads.Kind).OrderBy(x => x.Sequence).ToListAsync());
        read.Select(x => (x.ActorName, x.Action, x.Subject)).ShouldBe(
            [("Operator", "personal-data.read", "SO-1"), ("Operator", "personal-data.searched-by-phone", "…0000"), ("Operator", "personal-data.read", "SO-1")], "a viewer sees no personal data");
    }

    /// <summary>All pages of a search, however many times it has to go on.</summary>
    private static async Task FindsAsync(TestApp app, AuditFilter filter, IEnumerable<AuditEntry> expected)
    {
        var found = new List<long>();
        for (long? before = null; ;)
        {
            var page = (await app.RunAsync<SearchAudit, FoundAudit>(new SearchAudit(filter, before, 500))).Required;
            found.AddRange(page.Rows.Select(x => x.Sequence));
            if (page.Next is not { } next) break;
            before = next;
        }
        found.ShouldBe(expected.Select(x => x.Sequence).OrderDescending().ToList(), filter.ToString());
    }

    private static async Task<List<AuditEntry>> FillAsync(TestApp app, TenantId tenant, int count)
    {
        string[] names = ["Lin Invented", "Wang Invented", "Zhao Invented", "Robot"], actions = ["order.moved", "order.held", "alert.resolved"];
        return await app.InAsync(tenant, db => db.InTransactionAsync(async ct =>
        {
            var entries = Enumerable.Range(0, count).Select(n => AuditEntry.Of(
                tenant, new Actor(ActorKind.Person, $"id-{n % 4}", names[n % 4], $"10.0.0.{n % 50}"), actions[n % 997 == 0 ? 2 : n % 2], "order", $"SO-{n % 100}", null, n % 1_999 == 0 ? "a needle" : "hay", null, Noon.AddSeconds(n))).ToList();
            db.AuditEntries.AddRange(entries);
            await db.SaveChangesAsync(ct);
            return entries;
        }, default));
    }
}
