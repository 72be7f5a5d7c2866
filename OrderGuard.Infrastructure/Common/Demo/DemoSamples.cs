using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Risk.Learning;
using OrderGuard.Application.Risk.Samples;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Infrastructure.Common.Demo;

/// <summary>Uploads a file of invented orders of the months before, with who was dishonest among them, and has the product train its model from them, as work of its own.</summary>
internal sealed class DemoSamples(SystemScopes scopes, TimeProvider clock)
{
    private const string Set = "demo-last-quarter";
    private const int Days = 45, OrdersPerDay = 20, Ago = 60;
    private static readonly SampleMapping Mapping = new()
    {
        Label = "is_fraud", OrderNo = "order_no", PlacedAt = "placed_at",
        Fields = new Dictionary<string, string>
        {
            ["category"] = "category", ["amount"] = "amount", ["coupon"] = "coupon", ["customer.id"] = "customer_id", ["customer.registeredAt"] = "registered_at", ["customer.idNumber"] = "id_number",
            ["recipient.phone"] = "phone", ["recipient.province"] = "province", ["recipient.city"] = "city", ["recipient.line"] = "address", ["payment.fingerprint"] = "card",
            ["payment.billingProvince"] = "billing_province", ["payment.failedAttempts"] = "failed_attempts", ["device.id"] = "device_id", ["device.ip"] = "ip",
        },
    };

    public async Task EnsureAsync(TenantId tenant, int seed, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        if (await db.TrainingRuns.AnyAsync(ct)) return;
        var known = await db.RiskSampleSets.AsNoTracking().Where(x => x.Name == Set).Select(x => (Guid?)x.Id.Value).FirstOrDefaultAsync(ct);
        if ((known ?? await UploadAsync(scope.ServiceProvider, tenant, seed, ct)) is not { } set) return;
        _ = (await scope.ServiceProvider.GetRequiredService<IHandler<TrainClassifier, TrainingView>>().HandleAsync(new TrainClassifier(set), ct)).Required;
    }

    private async Task<Guid?> UploadAsync(IServiceProvider services, TenantId tenant, int seed, CancellationToken ct)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(File(seed, clock.GetUtcNow().AddDays(-Ago))));
        if (await services.GetRequiredService<IImportFiles>().SaveAsync(tenant, content, ct) is not { } file) return null;
        return (await services.GetRequiredService<IHandler<UploadSamples, SampleSetView>>().HandleAsync(new UploadSamples(file.Id, "demo-orders.csv", Set, Mapping), ct)).Required.Id;
    }

    /// <summary>The header that the mapping names, and a row for each order, in order of time.</summary>
    internal static string File(int seed, DateTimeOffset until)
    {
        var rows = new DemoGrocer(seed ^ 0x5A3B).Past(until, Days, OrdersPerDay).Select(x => new DemoSuspect(x, false))
            .Concat(new DemoPastFrauds(seed ^ 0x5A3B, (_, value) => value).Of(until, Days)).OrderBy(x => x.Order.Steps[0].At);
        var file = new StringBuilder("order_no,placed_at,").AppendJoin(',', Mapping.Fields.Values).AppendLine(",is_fraud");
        foreach (var (order, fraud) in rows)
        {
            var x = order.Facts;
            file.AppendLine(string.Create(CultureInfo.InvariantCulture,
                $"{order.OrderNo},{order.Steps[0].At:yyyy-MM-ddTHH:mm:ssZ},{x.Category},{x.Amount},{x.Coupon},{x.Customer?.Id},{x.Customer?.RegisteredAt:yyyy-MM-ddTHH:mm:ssZ},{x.Customer?.IdNumber},{x.Recipient?.Phone},{x.Recipient?.Province},{x.Recipient?.City},{x.Recipient?.Line},{x.Payment?.Fingerprint},{x.Payment?.BillingProvince},{x.Payment?.FailedAttempts},{x.Device?.Id},{x.Device?.Ip},{(fraud ? 1 : 0)}"));
        }
        return file.ToString();
    }
}
