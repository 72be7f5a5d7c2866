using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Notifications;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Integrations;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Notifications;

/// <summary>A company that tells its people things, and what the tests need of it.</summary>
internal static class Messenger
{
    public static readonly IReadOnlyDictionary<string, string> RobotSecrets = new Dictionary<string, string> { ["token"] = "robot-token", ["sign"] = "robot-sign" };

    public static Task<TestApp> StartAsync(TestClock clock, params string[] allowedHosts) => TestApp.OnSqliteAsync(clock, services => services.Configure<OutgoingOptions>(o =>
    {
        foreach (var host in allowedHosts) o.AllowedHosts.Add(host);
        o.Retries = 0;
        o.TimeOut = TimeSpan.FromSeconds(5);
    }).Configure<NotificationOptions>(o => o.PortalAddress = "https://portal.example"));

    public static ChannelDefinition DingTalk(ReceivingServer server, string code = "ding") =>
        new() { Code = code, Kind = ChannelKind.DingTalk, Language = "zh-CN", Address = server.Address("/robot/send"), Secrets = RobotSecrets };

    public static ChannelDefinition WeCom(ReceivingServer server, string code = "wecom") =>
        new() { Code = code, Kind = ChannelKind.WeCom, Language = "en", Address = server.Address("/cgi-bin/webhook/send"), Secrets = new Dictionary<string, string> { ["token"] = "robot-token" } };

    public static ChannelDefinition Webhook(ReceivingServer server, string code = "hook", params (string, string)[] secrets) =>
        new() { Code = code, Kind = ChannelKind.Webhook, Address = server.Address("/hook"), Secrets = secrets.ToDictionary(x => x.Item1, x => x.Item2) };

    public static async Task<TenantId> FoundWithAsync(this TestApp app, NotificationSettings? settings, params ChannelDefinition[] channels)
    {
        var tenant = await app.FoundAsync(document: Shop.Document with { Channels = channels, Notifications = settings ?? new NotificationSettings() });
        await app.KeepAsync(tenant, "robot-token", Robots.Token);
        await app.KeepAsync(tenant, "robot-sign", Robots.Sign);
        return tenant;
    }

    public static async Task KeepAsync(this TestApp app, TenantId tenant, string name, string value)
    {
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        (await app.RunAsync<SetSecret, Done>(new SetSecret(name, value))).Refusal.ShouldBeNull();
    }

    /// <summary>A member of the company with a mobile number.</summary>
    public static async Task<UserId> EmployAsync(this TestApp app, TenantId tenant, string email, string? mobile)
    {
        await using var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant);
        var accounts = scope.ServiceProvider.GetRequiredService<IAccounts>();
        var account = (await accounts.CreateAsync(email, "Robin Plainly-Invented", "plainly invented 7", false, default)).Required;
        if (mobile is not null) await accounts.SetMobileAsync(account.Id, mobile, default);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        db.Memberships.Add(Membership.Of(tenant, account.Id, Role.Operator, DateTimeOffset.UnixEpoch));
        await db.SaveChangesAsync();
        return account.Id;
    }

    public static async Task TellAsync(this TestApp app, TenantId tenant, params Notice[] notices)
    {
        await using var scope = app.Services.GetRequiredService<SystemScopes>().Open(tenant);
        foreach (var notice in notices) scope.ServiceProvider.GetRequiredService<INotices>().Add(notice);
        await scope.ServiceProvider.GetRequiredService<IOrderGuardDb>().SaveChangesAsync();
    }

    public static Notice Notice(string key, string channel, int level = 1, AlertSeverity severity = AlertSeverity.Warning, params UserId[] people) => new(
        key, NoticeEvents.Reminder, severity, level, people, [channel], new NoticeValues
        {
            OrderNo = key, Title = new LocalizedText($"Order {key} waits for payment", $"订单 {key} 待付款超时"), Category = "cold-chain", Amount = 19.9m, Currency = "CNY",
            Path = $"/orders/{key}",
        });

    /// <summary>Runs all that is due now, also what falls due by it.</summary>
    public static async Task SettleAsync(this TestApp app)
    {
        for (var i = 0; i < 3; i++) await app.PumpAsync();
    }

    public static Task<List<Delivery>> DeliveriesAsync(this TestApp app, TenantId tenant) =>
        app.InAsync(tenant, db => db.Deliveries.AsNoTracking().OrderBy(x => x.CreatedAt).ThenBy(x => x.Id).ToListAsync());
}
