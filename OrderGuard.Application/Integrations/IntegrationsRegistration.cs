using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Integrations;

internal static class IntegrationsRegistration
{
    public static void AddIntegrations(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyRing>();
        services.AddSingleton<IdempotentAnswers>();
        services.AddSingleton<DailyQuotas>();
        services.AddSingleton<RequestLog>();
        services.AddScoped<RequestSignature>();
        services.AddScoped<SecretVault>();
        services.AddUseCase<GetRequests, RequestPage, GetRequestsHandler, GetRequestsValidator>();
        services.AddUseCase<ExportRequests, ExportedRequests, ExportRequestsHandler, ExportRequestsValidator>();
        services.AddUseCase<RenewSigningSecret, NewSigningSecret, RenewSigningSecretHandler>();
        services.AddUseCase<GetSecrets, IReadOnlyList<SecretRow>, GetSecretsHandler>();
        services.AddUseCase<SetSecret, Done, SetSecretHandler, SetSecretValidator>();
        services.AddUseCase<DeleteSecret, Done, DeleteSecretHandler>();
        services.AddSingleton<IBroker, NoBroker>();
        services.AddUseCase<GetBroker, BrokerView, GetBrokerHandler>();
        services.AddUseCase<GetDeadLetters, DeadLetterList, GetDeadLettersHandler, GetDeadLettersValidator>();
        services.AddUseCase<GetDeadLetter, DeadLetterContent, GetDeadLetterHandler>();
        services.AddUseCase<ReplayDeadLetters, DecidedDeadLetters, DecideDeadLettersHandler, ReplayDeadLettersValidator>();
        services.AddUseCase<DiscardDeadLetters, DecidedDeadLetters, DecideDeadLettersHandler, DiscardDeadLettersValidator>();
        services.AddUseCase<RepublishReturned, RepublishedEvents, RepublishReturnedHandler>();
        services.AddUseCase<GetChanges, ChangeList, GetChangesHandler, GetChangesValidator>();
        services.AddUseCase<GetApiKeys, ApiKeyList, GetApiKeysHandler>();
        services.AddUseCase<IssueApiKey, IssuedApiKey, IssueApiKeyHandler, ApiKeyTermsValidator<IssueApiKey>>();
        services.AddUseCase<ChangeApiKey, Done, ChangeApiKeyHandler, ApiKeyTermsValidator<ChangeApiKey>>();
        services.AddUseCase<RevokeApiKey, Done, RevokeApiKeyHandler>();
    }
}
