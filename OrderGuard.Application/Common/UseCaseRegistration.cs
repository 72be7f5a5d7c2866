using FluentValidation;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Alerts;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Dashboard;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Notifications;
using OrderGuard.Application.Orders;
using OrderGuard.Application.Review;
using OrderGuard.Application.Risk;
using OrderGuard.Application.StatusSync;
using OrderGuard.Application.Timeouts;
using OrderGuard.Application.Tenancy;

namespace OrderGuard.Application.Common;

public static class UseCaseRegistration
{
    /// <summary>Registers the use cases of every feature.</summary>
    public static IServiceCollection AddUseCases(this IServiceCollection services)
    {
        services.AddScoped<CallerScope>();
        services.AddScoped(x => x.GetRequiredService<CallerScope>().Current);
        services.AddScoped(typeof(IUseCase<,>), typeof(UseCase<,>));
        services.AddSingleton<SystemScopes>();
        services.AddAudit();
        services.AddAlerts();
        services.AddTimeouts();
        services.AddConfiguration();
        services.AddImports();
        services.AddBacktest();
        services.AddDashboard();
        services.AddIntake();
        services.AddIntegrations();
        services.AddNotifications();
        services.AddOrders();
        services.AddReview();
        services.AddRisk();
        services.AddTargets();
        services.AddStatusSync();
        services.AddTenancy();
        return services;
    }

    public static IServiceCollection AddUseCase<TRequest, TAnswer, THandler>(this IServiceCollection services)
        where TRequest : notnull
        where THandler : class, IHandler<TRequest, TAnswer> =>
        services.AddScoped<IHandler<TRequest, TAnswer>, THandler>();

    public static IServiceCollection AddUseCase<TRequest, TAnswer, THandler, TValidator>(this IServiceCollection services)
        where TRequest : notnull
        where THandler : class, IHandler<TRequest, TAnswer>
        where TValidator : class, IValidator<TRequest> =>
        services.AddScoped<IValidator<TRequest>, TValidator>().AddUseCase<TRequest, TAnswer, THandler>();
}
