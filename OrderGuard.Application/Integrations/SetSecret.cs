using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>Keeps a secret under a name, or replaces the one that is there.</summary>
[Requires(Permission.EditConfiguration)]
public sealed record SetSecret(string Name, string Value);

public sealed class SetSecretValidator : AbstractValidator<SetSecret>
{
    public SetSecretValidator()
    {
        RuleFor(x => x.Name).Must(ConfigurationLimits.IsCode).WithMessage("Use letters, digits, dots, hyphens and underscores, beginning with a letter or digit.");
        RuleFor(x => x.Value).NotEmpty().MaximumLength(Secret.ValueMaxLength);
    }
}

internal sealed class SetSecretHandler(IOrderGuardDb db, Caller caller, ISecretProtector protector, AuditTrail audit, TimeProvider clock) : IHandler<SetSecret, Done>
{
    public async Task<Result<Done>> HandleAsync(SetSecret request, CancellationToken ct)
    {
        var (tenant, now) = (caller.RequiredTenant, clock.GetUtcNow());
        var kept = protector.Protect(tenant, request.Value.Trim());
        var secret = await db.Secrets.SingleOrDefaultAsync(x => x.Name == request.Name, ct);
        if (secret is null) db.Secrets.Add(Secret.Keep(tenant, request.Name, kept, caller.Actor.Name, now));
        else secret.Replace(kept, caller.Actor.Name, now);
        audit.Record(secret is null ? "secret.set" : "secret.replaced", "secret", request.Name);
        await db.SaveChangesAsync(ct);
        return new Done();
    }
}
