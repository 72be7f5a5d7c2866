using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Tenancy;

internal static class TenancyRegistration
{
    public static void AddTenancy(this IServiceCollection services)
    {
        services.AddSingleton<SetupLink>();
        services.AddSingleton<SignedInPeople>();
        services.AddScoped<SessionStart>();
        services.AddScoped<SignInDenials>();
        services.AddUseCase<SignIn, SignInAnswer, SignInHandler, SignInValidator>();
        services.AddUseCase<ConfirmSecondFactor, SignedInPerson, ConfirmSecondFactorHandler, ConfirmSecondFactorValidator>();
        services.AddUseCase<SignOut, Done, SignOutHandler>();
        services.AddUseCase<SwitchTenant, SignedInPerson, SwitchTenantHandler>();
        services.AddUseCase<CompleteSetup, Done, CompleteSetupHandler, CompleteSetupValidator>();
    }
}
