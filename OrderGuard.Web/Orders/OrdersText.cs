namespace OrderGuard.Web.Orders;

/// <summary>The words of the order pages; the resource files beside it hold them.</summary>
public sealed class OrdersText;
