using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Notifications;

internal static class NotificationsRegistration
{
    public static void AddNotifications(this IServiceCollection services)
    {
        services.AddScoped<INotices, Notices>();
        services.AddScoped<NoticeStyles>();
        services.AddScoped<ChannelTrouble>();
        services.AddScoped<ChannelDesk>();
        services.AddSingleton<ChannelWorker>();
        services.AddScoped<IWorkHandler, NoticeHandler>();
        services.AddScoped<IWorkHandler, DeliverHandler>();
        services.AddUseCase<SearchDeliveries, FoundDeliveries, SearchDeliveriesHandler, SearchDeliveriesValidator>();
        services.AddUseCase<RetryDelivery, Done, RetryDeliveryHandler>();
        services.AddUseCase<GetChannels, ChannelStandings, GetChannelsHandler>();
        services.AddUseCase<EnableChannel, Done, EnableChannelHandler>();
        services.AddUseCase<TestChannel, TestedChannel, TestChannelHandler>();
        services.AddUseCase<PreviewTemplate, TemplatePreview, PreviewTemplateHandler, PreviewTemplateValidator>();
    }
}
