using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Notifications;
using OrderGuard.Infrastructure.Integrations;
using Quartz;

namespace OrderGuard.Infrastructure.Notifications;

internal static class NotificationsRegistration
{
    public static void AddChannels(this IServiceCollection services)
    {
        services.AddOptions<NotificationOptions>();
        services.AddSingleton<ISecretProtector, SecretProtector>();
        services.AddSingleton<IChannelSender, DingTalkSender>();
        services.AddSingleton<IChannelSender, WeComSender>();
        services.AddSingleton<IChannelSender, SmsSender>();
        services.AddSingleton<IChannelSender, EmailSender>();
        services.AddSingleton<IChannelSender, WebhookSender>();
    }

    public static void BindNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<NotificationOptions>().Bind(configuration.GetSection("Notifications"));
        services.AddQuartz(x => x.ScheduleJob<DeliveryPurgeJob>(t => t.WithIdentity("delivery-purge").StartNow().WithSimpleSchedule(s => s.WithInterval(TimeSpan.FromHours(6)).RepeatForever())));
    }
}
