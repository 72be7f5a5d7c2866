using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Intake;

namespace OrderGuard.Infrastructure.Intake;

internal static class IntakeRegistration
{
    public static void AddIntakeWriter(this IServiceCollection services)
    {
        services.AddSingleton<IntakeWriter>();
        services.AddSingleton<IIntake>(x => x.GetRequiredService<IntakeWriter>());
        services.AddHostedService(x => x.GetRequiredService<IntakeWriter>());
    }
}
