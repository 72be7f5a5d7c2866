using System.Text.Json;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk;

/// <summary>Assesses an order that need not exist, against the company's history; nothing is stored.</summary>
/// <param name="Order">As in the events interface.</param>
[Requires(Permission.ViewRisk)]
public sealed record ScoreOrder(string? OrderNo, JsonElement Order);

internal sealed class ScoreOrderHandler(
    IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, RiskEngines engines, RiskAssessor assessor, IPersonalDataHasher hasher, TimeProvider clock) : IHandler<ScoreOrder, RiskAnswer>
{
    public async Task<Result<RiskAnswer>> HandleAsync(ScoreOrder request, CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        if (request.Order.ValueKind is not JsonValueKind.Object) return Refusal.Invalid("invalid", "Some fields need mending.", new Problem("/order", "An order is needed, as in the events interface."));
        var (read, invalid) = Read(request, tenant);
        if (read is null) return Refusal.Invalid("invalid", "Some fields need mending.", new Problem("/order", invalid?.Detail ?? "This is no order."));
        var facts = read.Order ?? OrderFacts.None;
        var configuration = await configurations.GetAsync(db, tenant, ct);
        if (await engines.GetAsync(tenant, configuration, ct) is not { } live) return RiskRefusals.StillReading;
        await engines.CatchUpAsync(db, live, ct);
        var bench = await assessor.OpenAsync(tenant, configuration, live, ct);
        var (id, now) = (OrderId.New(), clock.GetUtcNow());
        var at = facts.PlacedAt is { } placed && placed < now ? placed : now;
        return RiskAnswer.Of(assessor.Assess(bench, id, request.OrderNo ?? "", at, facts, live.Compute(live.SignalsOf(id, at, facts))), configuration.Version);
    }

    /// <summary>Read as if it came in an event, so that it means the same.</summary>
    private (IncomingEvent? Event, EventResult? Invalid) Read(ScoreOrder request, TenantId tenant)
    {
        var now = clock.GetUtcNow();
        var holder = JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["id"] = "score", ["orderNo"] = "score", ["status"] = "10", ["occurredAt"] = now, ["order"] = request.Order });
        return new EventReader(tenant, hasher, now, null).Read(holder, "");
    }
}
