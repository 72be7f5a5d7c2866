using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;

namespace OrderGuard.Application.Orders;

internal static class OrdersRegistration
{
    public static void AddOrders(this IServiceCollection services)
    {
        services.AddUseCase<ActOnOrder, ActedOrder, ActOnOrderHandler, ActOnOrderValidator>();
    }
}
