using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Audit;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Application.Tests.Audit;

public sealed class AuditExportTests
{
    [Fact]
    public async Task An_export_is_verified_without_a_database_and_holds_no_other_tenants_entries()
    {
        await using var app = await TestApp.StartAsync();
        var (tenant, other) = (await app.FoundTenantAsync("grocer"), await app.FoundTenantAsync("other"));
        await RecordAsync(app, tenant, 30, TestClock.Noon);
        await RecordAsync(app, other, 5, TestClock.Noon, "SECRET");
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);

        var text = await ExportAsync(app);

        (await AuditVerifier.VerifyAsync(new StringReader(text))).ShouldSatisfyAllConditions(x => x.Break.ShouldBeNull(), x => x.Entries.ShouldBe(31));
        text.ShouldNotContain("SECRET");
    }

    [Fact]
    public async Task The_audit_is_searched_newest_first_page_by_page_within_the_tenant()
    {
        await using var app = await TestApp.StartAsync();
        var (tenant, other) = (await app.FoundTenantAsync("grocer"), await app.FoundTenantAsync("other"));
        await RecordAsync(app, tenant, 30, TestClock.Noon);
        await RecordAsync(app, other, 5, TestClock.Noon);
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);

        var first = (await app.RunAsync<SearchAudit, FoundAudit>(new SearchAudit(new AuditFilter { Action = "test." }, null, 20))).Required;
        var second = (await app.RunAsync<SearchAudit, FoundAudit>(new SearchAudit(new AuditFilter { Action = "test." }, first.Next, 20))).Required;

        first.Rows.Concat(second.Rows).Select(x => x.Sequence).ShouldBe(Enumerable.Range(1, 30).Reverse().Select(x => (long)x));
        second.Next.ShouldBeNull();
        (await app.RunAsync<SearchAudit, FoundAudit>(new SearchAudit(new AuditFilter { Subject = "S-7" }))).Required.Rows.Single().Sequence.ShouldBe(7);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Operator)]
    public async Task Who_may_not_see_the_audit_is_refused(Role role)
    {
        await using var app = await TestApp.StartAsync();
        var tenant = await app.FoundTenantAsync("grocer");
        app.Caller = TestApp.Person(tenant, role);

        (await app.RunAsync<SearchAudit, FoundAudit>(new SearchAudit(new AuditFilter()))).Refusal.ShouldBe(Refusal.Forbidden);
    }

    [Fact]
    public async Task Every_hour_is_sealed_also_a_silent_one()
    {
        var clock = new TestClock();
        await using var app = await TestApp.StartAsync(clock);
        var tenant = await app.FoundTenantAsync("grocer");
        var sealing = app.Services.GetRequiredService<AuditSealing>();

        await sealing.RunAsync(default);
        clock.Advance(TimeSpan.FromHours(1));
        await RecordAsync(app, tenant, 3, clock.GetUtcNow());
        await sealing.RunAsync(default);
        await sealing.RunAsync(default);

        var seals = await app.InAsync(tenant, db => db.AuditSeals.OrderBy(x => x.Number).ToListAsync());
        seals.Select(x => (x.Number, x.Entries, x.HeadSequence)).ShouldBe([(1, 0, 0), (2, 3, 3)]);
        seals[1].From.ShouldBe(seals[0].Until);
        seals[1].PreviousHash.ShouldBe(seals[0].Hash);
        seals.ShouldAllBe(x => x.ComputeHash() == x.Hash);
    }

    [Fact]
    public async Task What_is_purged_ends_at_a_seal_and_the_rest_still_verifies()
    {
        var clock = new TestClock();
        await using var app = await TestApp.StartAsync(clock);
        var tenant = await app.FoundTenantAsync("grocer");
        var sealing = app.Services.GetRequiredService<AuditSealing>();
        await RecordAsync(app, tenant, 10, clock.GetUtcNow());
        await sealing.RunAsync(default);
        await RecordAsync(app, tenant, 10, clock.GetUtcNow());
        clock.Advance(TimeSpan.FromDays(180) - TimeSpan.FromHours(1));
        await sealing.RunAsync(default);
        (await CountAsync(app, tenant)).ShouldBe(20);

        clock.Advance(TimeSpan.FromHours(1));
        await sealing.RunAsync(default);

        (await app.InAsync(tenant, db => db.AuditEntries.MinAsync(x => x.Sequence))).ShouldBe(11);
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        (await AuditVerifier.VerifyAsync(new StringReader(await ExportAsync(app)))).ShouldSatisfyAllConditions(x => x.Break.ShouldBeNull(), x => x.From.ShouldBe(11));
    }

    private static Task<int> CountAsync(TestApp app, TenantId tenant) => app.InAsync(tenant, db => db.AuditEntries.CountAsync());

    private static async Task<string> ExportAsync(TestApp app)
    {
        using var output = new MemoryStream();
        (await app.RunAsync<ExportAudit, ExportedAudit>(new ExportAudit(output))).Refusal.ShouldBeNull();
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static Task RecordAsync(TestApp app, TenantId tenant, int count, DateTimeOffset at, string subject = "S") => app.InAsync(tenant, async db =>
    {
        for (var i = 1; i <= count; i++)
        {
            db.AuditEntries.Add(AuditEntry.Of(tenant, Actor.System, "test.done", "test", $"{subject}-{i}", null, null, null, at));
            await db.SaveChangesAsync();
        }
    });
}
