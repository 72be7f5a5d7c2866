using FluentValidation;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>Makes a link with which a screen shows the wall without a sign-in; the token is told this once only.</summary>
[Requires(Permission.ManageDisplays)]
public sealed record IssueDisplay(string Name, DateTimeOffset? ExpiresAt = null);

public sealed record IssuedDisplay(DisplayTokenId Id, string Token);

public sealed class IssueDisplayValidator : AbstractValidator<IssueDisplay>
{
    public IssueDisplayValidator() => RuleFor(x => x.Name).NotEmpty().MaximumLength(DisplayToken.NameMaxLength);
}

internal sealed class IssueDisplayHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, TimeProvider clock) : IHandler<IssueDisplay, IssuedDisplay>
{
    public async Task<Result<IssuedDisplay>> HandleAsync(IssueDisplay request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (request.ExpiresAt <= now) return DisplayRefusals.ExpiresInThePast;

        var secret = DisplayToken.NewSecret();
        var display = DisplayToken.Issue(caller.RequiredTenant, request.Name, secret, request.ExpiresAt?.ToUniversalTime(), caller.Actor.Name, now);
        db.DisplayTokens.Add(display);
        audit.Record("display.issued", "display", display.Id.Value.ToString(), null, new { display.Name, display.ExpiresAt });
        await db.SaveChangesAsync(ct);
        return new IssuedDisplay(display.Id, secret);
    }
}
