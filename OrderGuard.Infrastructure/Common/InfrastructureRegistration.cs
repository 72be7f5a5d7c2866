using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Infrastructure.Audit;
using OrderGuard.Infrastructure.Intake;
using OrderGuard.Infrastructure.Integrations;
using OrderGuard.Infrastructure.Notifications;
using OrderGuard.Infrastructure.Orders;
using OrderGuard.Infrastructure.Risk;
using OrderGuard.Infrastructure.StatusSync;
using OrderGuard.Infrastructure.Tenancy;

namespace OrderGuard.Infrastructure.Common;

public static class InfrastructureRegistration
{
    /// <summary>Registers all that the use cases need from outside: the store, the pump, the feed, the keys.</summary>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, IConfiguration configuration, string contentRoot)
    {
        services.AddDatabase(configuration, contentRoot);
        services.AddInProcess();
        services.AddImports(configuration, contentRoot);
        services.AddWorkPump(configuration);
        services.AddHostedService<TableStatistics>();
        services.AddAuditJobs();
        services.AddRiskJobs(configuration);
        services.AddReconcileJobs();
        services.AddPushJobs();
        services.AddTenancy();
        services.AddIdempotencyPurge();
        services.AddRequestLogWriter();
        services.AddBulkMoveLooker();
        services.AddOutbox(configuration);
        services.AddBroker(configuration);
        services.BindOutgoing(configuration);
        services.BindOrderActions(configuration);
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database").AddCheck<WorkPumpHealth>("work");
        services.BindNotifications(configuration);
        services.AddDataProtection().SetApplicationName("OrderGuard");
        services.AddSingleton<DataProtectionKeyStore>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(x =>
            new ConfigureOptions<KeyManagementOptions>(o => o.XmlRepository = x.GetRequiredService<DataProtectionKeyStore>()));
        return services;
    }

    /// <summary>The embedded defaults that live within the process.</summary>
    internal static IServiceCollection AddInProcess(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<ILiveFeed>(x => x.GetRequiredService<LiveFeed>());
        services.AddIntakeWriter();
        services.AddWork();
        services.AddOutgoing();
        services.AddOrderActions();
        services.AddScoped<ISourceConnector, HttpSourceConnector>();
        services.AddChannels();
        services.AddPushes();
        return services;
    }
}
