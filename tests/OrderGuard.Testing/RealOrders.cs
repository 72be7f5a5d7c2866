using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Intake;

namespace OrderGuard.Testing;

/// <summary>The orders of the Olist data with all that the fulfilment score can use of them, through the product's own import.</summary>
/// <remarks>The seller stands for the warehouse, the customer's state for the province. There is no carrier, no article and no way of payment in the file.</remarks>
public static class RealOrders
{
    public const string File = "olist/orders_flat.csv";
    public const string Zone = "America/Sao_Paulo";

    public static ConfigurationDocument Document { get; } = new()
    {
        Statuses = [new StatusDefinition { Code = 10, Name = "WAITING_PAYMENT", Next = [20, 50, 70, 90] }],
        ImportProfiles =
        [
            new ImportProfile
            {
                Code = "olist", Source = "shop", TimeZone = Zone, OrderNo = "order_id",
                Fields = new Dictionary<string, string>
                {
                    ["category"] = "category", ["amount"] = "amount", ["customer.id"] = "customer_unique_id", ["promisedAt"] = "order_estimated_delivery_date",
                    ["warehouse"] = "seller_id", ["recipient.province"] = "customer_state",
                },
                Stages = new Dictionary<string, int>
                {
                    ["order_purchase_timestamp"] = 10, ["order_approved_at"] = 20, ["order_delivered_carrier_date"] = 50, ["order_delivered_customer_date"] = 70,
                },
                StatusColumn = "order_status", FinalStatuses = new Dictionary<string, int> { ["canceled"] = 90, ["unavailable"] = 90 },
            },
        ],
    };

    public static Action<IServiceCollection> Files(string folder) => x => x.AddImportFiles(folder);

    /// <summary>A company with the orders of a file imported; it becomes the caller.</summary>
    public static async Task<TenantId> ImportRealOrdersAsync(this TestApp app, string path)
    {
        var tenant = await app.FoundAsync("olist", Document);
        app.Caller = TestApp.Person(tenant, Role.TenantAdmin);
        await using var content = System.IO.File.OpenRead(path);
        var file = (await app.RunAsync<ReceiveImportFile, ReceivedFile>(new ReceiveImportFile(content))).Required;
        _ = (await app.RunAsync<StartImport, ImportView>(new StartImport(file.Id, "orders_flat.csv", "olist"))).Required;
        var started = await app.Services.GetRequiredService<ImportQueue>().TakeAsync(TimeSpan.FromMinutes(5), default) ?? throw new InvalidOperationException("Nothing was queued.");
        await using var stored = app.Services.GetRequiredService<IImportFiles>().Open(started.Tenant, started.File!.Value)!;
        await app.Services.GetRequiredService<OrderImport>().RunAsync(started.Tenant, started.Job, started.Run, stored, null, default);
        return tenant;
    }
}
