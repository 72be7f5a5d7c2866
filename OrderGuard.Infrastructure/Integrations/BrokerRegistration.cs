using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;

namespace OrderGuard.Infrastructure.Integrations;

public static class BrokerRegistration
{
    /// <summary>Registers the broker where one is configured: publishing, reading, and the live feed across nodes.</summary>
    public static IServiceCollection AddBroker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RabbitMqOptions>().Bind(configuration.GetSection("RabbitMq")).ValidateDataAnnotations()
            .Validate(x => !x.IsConfigured || (Uri.TryCreate(x.Uri, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps"), "RabbitMq:Uri is not an address such as amqp://user:password@host:5672/.")
            .ValidateOnStart();
        var options = configuration.GetSection("RabbitMq").Get<RabbitMqOptions>() ?? new RabbitMqOptions();
        if (!options.IsConfigured) return services;

        services.AddSingleton<RabbitMqConnection>();
        services.AddHostedService(x => x.GetRequiredService<RabbitMqConnection>());
        services.AddSingleton<BrokerTopology>();
        services.AddSingleton<DeadLetterBox>();
        services.AddSingleton<BrokerTelling>();
        services.AddSingleton<StoreProbe>();
        services.AddSingleton<RabbitMqLiveFeed>();
        services.Replace(ServiceDescriptor.Singleton<ILiveFeed>(x => x.GetRequiredService<RabbitMqLiveFeed>()));
        services.AddHostedService(x => x.GetRequiredService<RabbitMqLiveFeed>());
        services.Replace(ServiceDescriptor.Singleton<IBroker, RabbitMqBroker>());
        if (options.Outbound) services.AddHostedService<OutboxPublisher>();
        if (options.Inbound) services.AddHostedService<InboundService>();
        services.AddHealthChecks().AddCheck<BrokerHealth>("broker");
        return services;
    }
}
