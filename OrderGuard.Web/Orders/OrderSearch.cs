using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Orders;

/// <summary>Finds orders by number, phone or customer from the top bar.</summary>
internal sealed class OrderSearch(IUseCase<FindOrders, IReadOnlyList<OrderRow>> find, ICallerSource callers, IStringLocalizer<OrdersText> texts) : IGlobalSearch
{
    private const int Fewest = 3;

    public int Order => 0;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, CancellationToken ct)
    {
        if (text.Trim().Length < Fewest || !(await callers.GetAsync(ct)).May(Permission.ViewOrders)) return [];
        var found = await find.RunAsync(new FindOrders(text), ct);
        return [.. (found.Value ?? []).Select(x => new SearchHit(x.OrderNo, Detail(x), OrdersAddress.OfOrder(x.OrderNo), "receipt_long"))];
    }

    private string Detail(OrderRow row)
    {
        var status = $"{row.Status} {row.StatusLabel.Or(row.StatusName)}";
        return row.Recipient is null ? status : texts["Hit", status, row.Recipient, row.Phone ?? ""];
    }
}
