using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Configuration;
using OrderGuard.Infrastructure.Intake;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Intake;

/// <summary>Companies with an import profile, and the runner taken by hand.</summary>
internal static class ImportedHistory
{
    /// <summary>The configuration document of the machine interface, with the stages of the real file.</summary>
    public static ConfigurationDocument OlistDocument { get; } = new()
    {
        Statuses = [new StatusDefinition { Code = 10, Name = "WAITING_PAYMENT", Next = [20, 90] }],
        Sources = [new SourceDefinition { Code = "wms", Role = SourceRole.Contributor, MayEnter = [40, 50], TimeZone = "Asia/Shanghai" }],
        Timeouts = [Rule("payment", 10, 20, TimeSpan.FromMinutes(60)), Rule("payment-day", 10, 20, TimeSpan.FromHours(24)), Rule("dispatch", 20, 50, TimeSpan.FromHours(72)), Rule("delivery", 50, 70, TimeSpan.FromDays(10))],
        ImportProfiles =
        [
            new ImportProfile
            {
                Code = "olist", Source = "shop", TimeZone = "America/Sao_Paulo", OrderNo = "order_id",
                Fields = new Dictionary<string, string> { ["category"] = "category", ["amount"] = "amount", ["customer.id"] = "customer_unique_id" },
                Stages = new Dictionary<string, int>
                {
                    ["order_purchase_timestamp"] = 10, ["order_approved_at"] = 20, ["order_delivered_carrier_date"] = 50, ["order_delivered_customer_date"] = 70,
                },
                StatusColumn = "order_status", FinalStatuses = new Dictionary<string, int> { ["canceled"] = 90, ["unavailable"] = 90 },
            },
        ],
    };

    /// <summary>A small profile: number, time of order, of payment, category, amount; times of Shanghai.</summary>
    public static ConfigurationDocument SmallDocument { get; } = new()
    {
        Timeouts = [Rule("payment", 10, 20, TimeSpan.FromMinutes(60))],
        ImportProfiles =
        [
            new ImportProfile
            {
                Code = "small", Source = "shop", TimeZone = "Asia/Shanghai", OrderNo = "no",
                Stages = new Dictionary<string, int> { ["bought"] = 10, ["paid"] = 20 },
                Fields = new Dictionary<string, string> { ["category"] = "kind", ["amount"] = "total" },
            },
        ],
    };

    public static Task<TestApp> StartAsync(string folder, TimeProvider? clock = null) => TestApp.StartAsync(clock, x => x.AddImportFiles(folder));

    /// <summary>Takes a file in and queues its import, as the caller of the application.</summary>
    public static async Task<ImportView> QueueAsync(this TestApp app, Stream content, string profile, string name = "orders.csv")
    {
        var file = (await app.RunAsync<ReceiveImportFile, ReceivedFile>(new ReceiveImportFile(content))).Required;
        return (await app.RunAsync<StartImport, ImportView>(new StartImport(file.Id, name, profile))).Required;
    }

    public static Task<ImportView> QueueAsync(this TestApp app, string content, string profile) => app.QueueAsync(new MemoryStream(Encoding.UTF8.GetBytes(content)), profile);

    /// <summary>Runs what waits, as a node does; the jobs run, in their order.</summary>
    public static async Task<IReadOnlyList<ImportQueue.Started>> RunWaitingAsync(this TestApp app, IProgress<ImportView>? progress = null)
    {
        var ran = new List<ImportQueue.Started>();
        var queue = app.Services.GetRequiredService<ImportQueue>();
        while (await queue.TakeAsync(TimeSpan.FromSeconds(30), default) is { } started)
        {
            ran.Add(started);
            await using var content = app.Services.GetRequiredService<IImportFiles>().Open(started.Tenant, started.File!.Value)!;
            await app.Services.GetRequiredService<OrderImport>().RunAsync(started.Tenant, started.Job, started.Run, content, progress, default);
        }
        return ran;
    }

    public static async Task<ImportView> GetAsync(this TestApp app, Guid id) =>
        (await app.RunAsync<GetImport, ImportView>(new GetImport(new(id)))).Required;

    private static TimeoutRule Rule(string code, int from, int until, TimeSpan within) => new() { Code = code, From = from, Until = until, Within = within };
}
