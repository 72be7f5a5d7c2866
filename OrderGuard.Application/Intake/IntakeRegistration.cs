using Microsoft.Extensions.DependencyInjection;

namespace OrderGuard.Application.Intake;

internal static class IntakeRegistration
{
    public static void AddIntake(this IServiceCollection services) => services.AddScoped<OrderBook>();
}
