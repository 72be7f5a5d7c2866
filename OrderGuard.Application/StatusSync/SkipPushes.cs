using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>Decides that targets are not told of pushes that wait for a person, with a reason.</summary>
[Requires(Permission.ActOnOrders)]
public sealed record SkipPushes(PushSelection Selection, string Reason);

public sealed class SkipPushesValidator : AbstractValidator<SkipPushes>
{
    public SkipPushesValidator()
    {
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(StatusPush.ReasonMaxLength);
        RuleFor(x => x.Selection.Ids.Count).LessThanOrEqualTo(PushSelection.MostNamed);
        RuleFor(x => x.Selection.Matching!).SetValidator(new PushFilterValidator()).When(x => x.Selection.Matching is not null);
    }
}

internal sealed class SkipPushesHandler(Caller caller, PushReviews reviews) : IHandler<SkipPushes, HandledPushes>
{
    public Task<Result<HandledPushes>> HandleAsync(SkipPushes request, CancellationToken ct) => reviews.ApplyAsync(
        request.Selection, "push.skipped", (push, now) => push.Skip(request.Reason, caller.Actor.Name, now),
        push => new { push.Target, push.Status, push = push.Id.Value, push.State, push.Failures, push.Cause, push.Reason }, ct);
}

/// <summary>Takes skips back, as long as no later status of the order has gone out.</summary>
[Requires(Permission.ActOnOrders)]
public sealed record UnskipPushes(IReadOnlyList<StatusPushId> Ids);

internal sealed class UnskipPushesHandler(IOrderGuardDb db, PushReviews reviews) : IHandler<UnskipPushes, HandledPushes>
{
    public async Task<Result<HandledPushes>> HandleAsync(UnskipPushes request, CancellationToken ct)
    {
        StatusPushId[] ids = [.. request.Ids.Take(PushSelection.MostNamed)];
        var late = (await db.StatusPushes.Where(x => EF.Parameter(ids).Contains(x.Id) && db.StatusPushes.Any(y =>
                y.Target == x.Target && y.OrderId == x.OrderId && y.Step > x.Step && (y.State == PushState.Delivered || y.State == PushState.Sending)))
            .Select(x => x.Id).ToListAsync(ct)).ToHashSet();
        return await reviews.ApplyAsync(new PushSelection(ids), "push.unskipped", (push, _) => late.Contains(push.Id) ? StatusSyncRefusals.LaterSent : push.Unskip(),
            push => new { push.Target, push.Status, push = push.Id.Value, push.State, push.Reason }, ct);
    }
}
