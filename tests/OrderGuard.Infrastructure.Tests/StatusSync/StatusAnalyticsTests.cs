using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.StatusSync;

public sealed class StatusAnalyticsTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task Paths_stays_and_what_could_not_be_used_are_told_by_source_and_target()
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(200));
        await using var app = await Receiver.StartAsync(_clock, server.Host);
        var tenant = await app.TellingAsync(Receiver.Target(server));
        var other = await app.FoundAsync("other");
        await app.MoveAsync(other, ["SO-1"], "10", "20");
        await app.MoveAsync(tenant, ["SO-1", "SO-2"], "10");
        _clock.Advance(TimeSpan.FromMinutes(10));
        await app.MoveAsync(tenant, ["SO-1", "SO-2"], "20", "30");
        _clock.Advance(TimeSpan.FromMinutes(20));
        await ReportAsync(app, tenant, "wms", "SO-1", "packed", "nonsense");
        await ReportAsync(app, tenant, "shop", "SO-2", "10");
        await app.SettleAsync();

        app.Caller = TestApp.Person(tenant, Role.Viewer);
        var found = (await app.RunAsync<GetStatusAnalytics, StatusAnalytics>(new GetStatusAnalytics())).Required;

        found.Events.ShouldBe(9);
        found.Paths.Select(x => (x.From, x.To, x.Count, x.Illegal)).ShouldBe([(10, 20, 2, false), (20, 30, 2, false), (30, 40, 1, false), (30, 10, 1, true)], ignoreOrder: true);
        var wms = found.Sources.Single(x => x.Source == "wms");
        (wms.Events, wms.Moved, wms.Unmapped).ShouldBe((2, 1, 1));
        found.Sources.Single(x => x.Source == "shop").Illegal.ShouldBe(1);
        var step = found.Steps.Single(x => x is { Status: 30, Next: 40 });
        (step.Source, step.NextSource, step.Median).ShouldBe(("shop", "wms", TimeSpan.FromMinutes(20)));
        found.Steps.Single(x => x is { Status: 10, Next: 20 }).Median.ShouldBe(TimeSpan.FromMinutes(10));
        found.Targets.Single().ShouldBe(new TargetTally("erp", 7, 7, 0, 0, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(30)));
        StatusAnalyticsFile.Lines(found).ShouldContain("30,10,1,true");
    }

    private async Task ReportAsync(TestApp app, TenantId tenant, string source, string order, params string[] words)
    {
        await using var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant);
        await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync([.. words.Select(x => Shop.Report(tenant, source, $"{source}-{order}-{x}-again", order, x, _clock.GetUtcNow()))], default);
    }
}
