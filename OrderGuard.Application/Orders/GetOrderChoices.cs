using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>What the tenant's orders can be filtered by: its statuses, categories and sources.</summary>
[Requires(Permission.ViewOrders)]
public sealed record GetOrderChoices;

public sealed record OrderChoices(IReadOnlyList<StatusChoice> Statuses, IReadOnlyList<CodeChoice> Categories, IReadOnlyList<CodeChoice> Sources);

public sealed record StatusChoice(int Code, string Name, LocalizedText? Label);

public sealed record CodeChoice(string Code, LocalizedText? Label);

internal sealed class GetOrderChoicesHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations) : IHandler<GetOrderChoices, OrderChoices>
{
    public async Task<Result<OrderChoices>> HandleAsync(GetOrderChoices request, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        return new OrderChoices(
            [.. configuration.Statuses.Select(x => new StatusChoice(x.Code, x.Name, x.Label))],
            [.. configuration.Document.Categories.Select(x => new CodeChoice(x.Code, x.Label))],
            [.. configuration.Document.Sources.Select(x => new CodeChoice(x.Code, x.Label))]);
    }
}
