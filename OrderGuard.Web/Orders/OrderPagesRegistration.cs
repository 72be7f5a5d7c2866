using OrderGuard.Web.Common;

namespace OrderGuard.Web.Orders;

public static class OrderPagesRegistration
{
    public static IServiceCollection AddOrderPages(this IServiceCollection services) => services.AddScoped<IGlobalSearch, OrderSearch>();
}
