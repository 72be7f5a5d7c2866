using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Tenancy;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Tenancy;

internal static class TenancyRegistration
{
    public static void AddTenancy(this IServiceCollection services)
    {
        services.AddIdentityCore<PortalUser>(x =>
        {
            x.User.RequireUniqueEmail = true;
            // The rules are the domain's (PasswordRules); Identity's own would ask for signs and capitals.
            x.Password.RequiredLength = 1;
            x.Password.RequiredUniqueChars = 1;
            x.Password.RequireDigit = x.Password.RequireLowercase = x.Password.RequireUppercase = x.Password.RequireNonAlphanumeric = false;
        }).AddEntityFrameworkStores<OrderGuardDb>();
        services.AddScoped<SecondFactor>();
        services.AddScoped<IAccounts, IdentityAccounts>();
        services.AddScoped<IPeople, People>();
        services.AddSingleton<ISignInTickets, ProtectedSignInTickets>();
        services.AddSingleton<TenantSecrets>();
        services.AddSingleton<ITenantSecrets>(x => x.GetRequiredService<TenantSecrets>());
        services.AddSingleton<IPersonalDataHasher>(x => x.GetRequiredService<TenantSecrets>());
    }
}
