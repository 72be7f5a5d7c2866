using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Integrations;

/// <summary>Orders moved back in bulk are told in the channels that the company chose, once.</summary>
public sealed class BulkMoveNoticeTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task A_bulk_alert_sends_one_notice_to_the_chosen_channels()
    {
        await using var app = await TestApp.OnSqliteAsync(_clock);
        var tenant = await app.FoundAsync(document: Shop.Document with { Gateway = new GatewaySettings { BulkLeast = 5, BulkChannels = ["night"] } });
        var watch = app.Services.GetRequiredService<BulkMoveWatch>();

        for (var i = 0; i < 2; i++)
        {
            watch.Note(tenant, Enumerable.Range(0, 6).Select(_ => (Shop.Key(tenant, "marketing"), (int?)20, 90)));
            await watch.LookAsync(CancellationToken.None);
        }

        (await app.InAsync(tenant, db => db.Alerts.CountAsync())).ShouldBe(1);
        var notice = await app.InAsync(tenant, db => db.WorkItems.SingleAsync(x => x.Kind == WorkKinds.Notice));
        notice.Payload!.ShouldContain("bulk-moves");
        notice.Payload!.ShouldContain("night");
        notice.Payload!.ShouldContain("/moves?actor=key-marketing");
    }
}
