using FluentValidation;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>Issues a key for a source; its secret is told once, in the answer.</summary>
[Requires(Permission.ManageApiKeys)]
public sealed record IssueApiKey(string Name, string Source, IReadOnlyList<string> Scopes, IReadOnlyList<string> AllowedAddresses, int RequestsPerMinute, DateTimeOffset? ExpiresAt, ApiKeyGuards? Guards = null) : IApiKeyTerms;

public sealed record IssuedApiKey(ApiKeyId Id, string Secret);

/// <summary>What may be said of a key when it is issued or changed.</summary>
public interface IApiKeyTerms
{
    string Name { get; }
    IReadOnlyList<string> Scopes { get; }
    IReadOnlyList<string> AllowedAddresses { get; }
    int RequestsPerMinute { get; }
    ApiKeyGuards? Guards { get; }
}

public sealed class ApiKeyTermsValidator<T> : AbstractValidator<T> where T : IApiKeyTerms
{
    public const int MostPerMinute = 10_000_000;
    private const int MostAddresses = 100;

    public ApiKeyTermsValidator()
    {
        RuleFor(x => x.Name).NotEmpty().MaximumLength(ApiKey.NameMaxLength);
        RuleFor(x => x.Scopes).NotEmpty();
        RuleForEach(x => x.Scopes).Must(x => ApiScopes.All.Contains(x)).WithMessage("There is no such scope.");
        RuleFor(x => x.AllowedAddresses).Must(x => x.Count <= MostAddresses).WithMessage($"At most {MostAddresses} addresses or networks.");
        RuleForEach(x => x.AllowedAddresses).Must(x => AddressRange.Parse(x) is not null).WithMessage("Write an address or a network, such as 203.0.113.9 or 203.0.113.0/24.");
        RuleFor(x => x.RequestsPerMinute).InclusiveBetween(1, MostPerMinute);
        When(x => x.Guards is not null, () =>
        {
            RuleFor(x => x.Guards!.RequestsPerDay).InclusiveBetween(1, int.MaxValue);
            RuleFor(x => x.Guards!.SensitiveAddresses).Must(x => x.Count <= MostAddresses).WithMessage($"At most {MostAddresses} addresses or networks.");
            RuleForEach(x => x.Guards!.SensitiveAddresses).Must(x => AddressRange.Parse(x) is not null).WithMessage("Write an address or a network, such as 203.0.113.9 or 203.0.113.0/24.");
            RuleForEach(x => x.Guards!.SensitiveActions).Must(x => SensitiveOperations.All.Contains(x)).WithMessage("There is no such operation.");
        });
    }
}

internal sealed class IssueApiKeyHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, AuditTrail audit, TimeProvider clock) : IHandler<IssueApiKey, IssuedApiKey>
{
    public async Task<Result<IssuedApiKey>> HandleAsync(IssueApiKey request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (request.ExpiresAt <= now) return ApiKeyRefusals.ExpiresInThePast;
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        if (configuration.Source(request.Source) is null) return ApiKeyRefusals.SourceUnknown;

        var secret = ApiKey.NewSecret();
        var key = ApiKey.Issue(caller.RequiredTenant, request.Name.Trim(), request.Source, secret, [.. request.Scopes.Distinct()], request.AllowedAddresses, request.RequestsPerMinute, request.ExpiresAt, caller.Actor.Name, now);
        if (request.Guards is { } guards) key.Guard(guards);
        db.ApiKeys.Add(key);
        audit.Record("api-key.issued", "api-key", key.Name, null, ApiKeyTerms.Of(key));
        await db.SaveChangesAsync(ct);
        return new IssuedApiKey(key.Id, secret);
    }
}

/// <summary>What the audit tells of a key: never the secret.</summary>
internal sealed record ApiKeyTerms(string Prefix, string Source, IReadOnlyList<string> Scopes, IReadOnlyList<string> AllowedAddresses, int RequestsPerMinute, DateTimeOffset? ExpiresAt, ApiKeyGuards Guards)
{
    public static ApiKeyTerms Of(ApiKey key) => new(key.Prefix, key.Source, key.Scopes, key.AllowedAddresses, key.RequestsPerMinute, key.ExpiresAt, ApiKeyGuards.Of(key));
}

public static class ApiKeyRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("key");

    public static readonly Refusal Revoked = new(RefusalKind.Conflict, "api-key-revoked", "The key is revoked for good. Issue another.");

    public static readonly Refusal SourceUnknown = Refusal.Invalid("source-unknown", "Choose a configured source.", new Problem("/source", "There is no such source system in the configuration."));

    public static readonly Refusal ExpiresInThePast = Refusal.Invalid("expires-in-the-past", "Choose a time that is still to come.", new Problem("/expiresAt", "This time has passed."));
}
