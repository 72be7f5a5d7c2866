using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Testing;

/// <summary>A small company for tests: a master source <c>shop</c>, a contributor <c>wms</c>, an observer <c>crm</c>, and deadlines to miss.</summary>
public static class Shop
{
    public static ConfigurationDocument Document { get; } = new()
    {
        Categories = [new CategoryDefinition { Code = "cold-chain" }],
        Sources =
        [
            new SourceDefinition { Code = "shop", Role = SourceRole.Master, TimeZone = "Asia/Shanghai", Mapping = new Dictionary<string, int> { ["下单"] = 10 } },
            new SourceDefinition { Code = "wms", Role = SourceRole.Contributor, MayEnter = [40, 50], TimeZone = "Asia/Shanghai", Mapping = new Dictionary<string, int> { ["已出库"] = 50, ["packed"] = 40 } },
            new SourceDefinition { Code = "crm" },
        ],
        Timeouts =
        [
            new TimeoutRule { Code = "payment", From = 10, Until = 20, Within = TimeSpan.FromMinutes(60), ByCategory = new Dictionary<string, TimeSpan> { ["cold-chain"] = TimeSpan.FromMinutes(30) } },
            new TimeoutRule { Code = "dispatch", From = 20, Until = 50, Within = TimeSpan.FromHours(24) },
        ],
        ImportProfiles = [new ImportProfile { Code = "history", Source = "shop", OrderNo = "no", Stages = new Dictionary<string, int> { ["bought"] = 10, ["paid"] = 20 } }],
    };

    /// <summary>A tenant with <see cref="Document"/>, or another, published.</summary>
    public static async Task<TenantId> FoundAsync(this TestApp app, string code = "grocer", ConfigurationDocument? document = null)
    {
        var tenant = await app.FoundTenantAsync(code);
        await app.PublishAsync(tenant, document ?? Document);
        return tenant;
    }

    public static Task PublishAsync(this TestApp app, TenantId tenant, ConfigurationDocument document) => app.InAsync(tenant, async db =>
    {
        var number = db.ConfigurationVersions.Max(x => (int?)x.Number) ?? 0;
        db.ConfigurationVersions.Add(ConfigurationVersion.Publish(tenant, number + 1, ConfigurationJson.Write(document), "", "test", DateTimeOffset.UnixEpoch));
        await db.SaveChangesAsync();
    });

    /// <summary>A key of the source, with every scope.</summary>
    public static Caller Key(TenantId tenant, string source) =>
        new(new Actor(ActorKind.ApiKey, "key-" + source, source, "203.0.113.9"))
        {
            TenantId = tenant, Source = source, TraceId = "trace", Permissions = ApiScopes.All.SelectMany(ApiScopes.Permissions).ToHashSet(),
        };

    /// <summary>A live report as the events endpoint hands it on.</summary>
    public static IncomingReport Report(TenantId tenant, string source, string id, string orderNo, string status, DateTimeOffset at, OrderFacts? facts = null) =>
        new(Key(tenant, source), source, new IncomingEvent(id, orderNo, status, at, facts), Historical: false, ArmFrom: DateTimeOffset.MinValue);
}
