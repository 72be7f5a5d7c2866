using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Configuration;

/// <summary>The statuses that every tenant has, with the transitions of the preset.</summary>
/// <remarks>
/// The preset lets an order skip forward, because few shops report every step, and cancel or refund from wherever that makes
/// sense; it lets none go back: going back is a request of its own.
/// </remarks>
public static class StandardStatuses
{
    public const int WaitingPayment = 10;
    public const int Paid = 20;
    public const int Approved = 30;
    public const int Packed = 40;
    public const int Shipped = 50;
    public const int InTransit = 60;
    public const int Delivered = 70;
    public const int Completed = 80;
    public const int Cancelled = 90;
    public const int Refunded = 95;

    public static IReadOnlyList<StatusDefinition> All { get; } =
    [
        Of(WaitingPayment, "WAITING_PAYMENT", "Waiting for payment", "待付款", [20, 30, 40, 50, 60, 70, 80, 90]),
        Of(Paid, "PAID", "Paid", "已付款", [30, 40, 50, 60, 70, 80, 90, 95]),
        Of(Approved, "APPROVED", "Approved", "已审核", [40, 50, 60, 70, 80, 90, 95]),
        Of(Packed, "PACKED", "Packed", "已打包", [50, 60, 70, 80, 90, 95]),
        Of(Shipped, "SHIPPED", "Shipped", "已出库", [60, 70, 80, 90, 95]),
        Of(InTransit, "IN_TRANSIT", "In transit", "运输中", [70, 80, 90, 95]),
        Of(Delivered, "DELIVERED", "Delivered", "已签收", [80, 90, 95]),
        Of(Completed, "COMPLETED", "Completed", "已完成", [95], terminal: true),
        Of(Cancelled, "CANCELLED", "Cancelled", "已取消", [95], terminal: true),
        Of(Refunded, "REFUNDED", "Refunded", "已退款", [], terminal: true),
    ];

    private static StatusDefinition Of(int code, string name, string en, string zh, int[] next, bool terminal = false) =>
        new() { Code = code, Name = name, Label = new LocalizedText(en, zh), Next = next, Terminal = terminal };
}
