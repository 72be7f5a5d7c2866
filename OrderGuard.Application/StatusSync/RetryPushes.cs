using System.Text.Json;
using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace OrderGuard.Application.StatusSync;

/// <summary>Has pushes tried again that wait for a person; one alone with another body, where one is given.</summary>
[Requires(Permission.ActOnOrders)]
public sealed record RetryPushes(PushSelection Selection, string? Body = null);

public sealed class RetryPushesValidator : AbstractValidator<RetryPushes>
{
    public RetryPushesValidator()
    {
        RuleFor(x => x.Body).MaximumLength(StatusPush.BodyMaxLength).NotEqual("");
        RuleFor(x => x.Body).Null().When(x => x.Selection.Matching is not null || x.Selection.Ids.Count != 1).WithMessage("Only one push can be given another body.");
        RuleFor(x => x.Selection.Ids.Count).LessThanOrEqualTo(PushSelection.MostNamed);
        RuleFor(x => x.Selection.Matching!).SetValidator(new PushFilterValidator()).When(x => x.Selection.Matching is not null);
    }
}

internal sealed class RetryPushesHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, PushReviews reviews) : IHandler<RetryPushes, HandledPushes>
{
    public async Task<Result<HandledPushes>> HandleAsync(RetryPushes request, CancellationToken ct)
    {
        if (request.Body is { } body && !await IsFitAsync(request.Selection.Ids[0], body, ct)) return StatusSyncRefusals.BodyNotJson;
        return await reviews.ApplyAsync(request.Selection, "push.retried", (push, now) => push.Retry(request.Body, now),
            push => new { push.Target, push.Status, push = push.Id.Value, push.State, push.Failures, push.Cause, push.Body }, ct);
    }

    private async Task<bool> IsFitAsync(StatusPushId id, string body, CancellationToken ct)
    {
        var target = await db.StatusPushes.Where(x => x.Id == id).Select(x => x.Target).SingleOrDefaultAsync(ct);
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        if (configuration.Document.Targets.FirstOrDefault(x => x.Code == target) is not { BodyFormat: GatewayBody.Json }) return true;
        try
        {
            using var _ = JsonDocument.Parse(body);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
