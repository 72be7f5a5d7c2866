namespace OrderGuard.Web.Notifications;

internal static class NotificationPagesRegistration
{
    public static void AddNotificationPages(this IServiceCollection services) => services.AddScoped<ChannelSecrets>();
}
