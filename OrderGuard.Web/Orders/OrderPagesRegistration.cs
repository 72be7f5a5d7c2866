using OrderGuard.Web.Common;

namespace OrderGuard.Web.Orders;

public static class OrderPagesRegistration
{
    public static IServiceCollection AddOrderPages(this IServiceCollection services)
    {
        services.AddOptions<ReadCacheOptions>().BindConfiguration("Reads").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ReadCache>();
        return services.AddScoped<IGlobalSearch, OrderSearch>();
    }
}
