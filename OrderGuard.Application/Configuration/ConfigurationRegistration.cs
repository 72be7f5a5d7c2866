using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;

namespace OrderGuard.Application.Configuration;

internal static class ConfigurationRegistration
{
    public static void AddConfiguration(this IServiceCollection services)
    {
        services.AddSingleton<ConfigurationSnapshots>();
        services.AddScoped<ConfigurationPublisher>();
        services.AddUseCase<GetConfiguration, PublishedConfiguration, GetConfigurationHandler>();
        services.AddUseCase<PutConfiguration, PublishedConfiguration, PutConfigurationHandler, PutConfigurationValidator>();
        services.AddUseCase<GetDraft, DraftState, GetDraftHandler>();
        services.AddUseCase<SaveDraft, DraftState, SaveDraftHandler>();
        services.AddUseCase<ImportDraft, DraftState, ImportDraftHandler>();
        services.AddUseCase<CatchUpDraft, DraftState, CatchUpDraftHandler>();
        services.AddUseCase<DiscardDraft, DiscardedDraft, DiscardDraftHandler>();
        services.AddUseCase<BringBackDraft, DraftState, BringBackDraftHandler>();
        services.AddUseCase<PublishDraft, PublishedConfiguration, PublishDraftHandler, PublishDraftValidator>();
        services.AddUseCase<EstimateDraftEffect, DraftEffect, EstimateDraftEffectHandler>();
        services.AddUseCase<GetTimeoutActivity, TimeoutActivity, GetTimeoutActivityHandler>();
        services.AddUseCase<GetUnmappedWords, UnmappedWords, GetUnmappedWordsHandler>();
        services.AddUseCase<ListVersions, VersionPage, ListVersionsHandler, ListVersionsValidator>();
        services.AddUseCase<CompareVersions, VersionComparison, CompareVersionsHandler>();
        services.AddUseCase<RestoreVersion, PublishedConfiguration, RestoreVersionHandler, RestoreVersionValidator>();
    }
}
