using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Review;

/// <summary>Says of any order, also one long released or rejected, that it was misjudged; what followed from the misjudgement is undone.</summary>
/// <param name="Fraud">False: it was honest (误杀). True: it was dishonest and nobody saw it.</param>
/// <param name="Chargeback">The bank took the money back.</param>
[Requires(Permission.DecideReviews)]
public sealed record FlagMisjudged(string OrderNo, bool Fraud, string? Note, bool Chargeback = false);

/// <param name="Released">Whether a hold was lifted.</param>
/// <param name="Restoring">Whether the master system is asked to take the cancellation back.</param>
public sealed record FlaggedOrder(string OrderNo, bool Released, bool Restoring);

public sealed class FlagMisjudgedValidator : AbstractValidator<FlagMisjudged>
{
    public FlagMisjudgedValidator()
    {
        RuleFor(x => x.Note).NotEmpty().MaximumLength(ReviewCase.NoteMaxLength).Must(x => x?.Contains('\0', StringComparison.Ordinal) != true);
        RuleFor(x => x.Chargeback).Must((x, chargeback) => !chargeback || x.Fraud);
    }
}

internal sealed class FlagMisjudgedHandler(
    IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, VerdictDesk desk, ActionDesk actions, AuditTrail audit, ILiveFeed feed, TimeProvider clock) : IHandler<FlagMisjudged, FlaggedOrder>
{
    private const int Attempts = 4;
    private static readonly LocalizedText Misjudged = new("The order was held by mistake.", "该订单为误杀，已恢复。");

    public async Task<Result<FlaggedOrder>> HandleAsync(FlagMisjudged request, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var flagged = await db.InTransactionAsync(token => FlagAsync(request, token), ct);
                if (flagged.Refusal is not null) return flagged;
                feed.Publish(new ReviewLiveChange(caller.RequiredTenant));
                feed.Publish(new OrdersLiveChange(caller.RequiredTenant, [request.OrderNo], 0));
                return flagged;
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                db.Forget();
            }
        }
    }

    private async Task<Result<FlaggedOrder>> FlagAsync(FlagMisjudged request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var order = await db.Orders.SingleOrDefaultAsync(x => x.OrderNo == request.OrderNo, ct);
        if (order is null) return OrderRefusals.NotFound;
        var assessment = await db.RiskAssessments.AsNoTracking().Where(x => x.OrderId == order.Id).OrderByDescending(x => x.IsCurrent).ThenByDescending(x => x.AssessedAt).FirstOrDefaultAsync(ct);
        if (assessment is null) return ReviewRefusals.NotAssessed;
        var known = await db.RiskLabels.AsNoTracking().Where(x => x.OrderId == order.Id && x.RevokedAt == null).FirstOrDefaultAsync(ct);
        if (known?.Fraud == request.Fraud && known.Source is not LabelSource.Review) return ReviewRefusals.FlaggedAlready;

        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        audit.Record("order.flagged", "order", order.OrderNo, known is null ? null : new { known.Fraud, known.Source, known.By }, new { request.Fraud, request.Chargeback, request.Note, order.Status, held = order.IsHeld });
        await desk.LabelAsync(assessment, request.Fraud, request.Chargeback ? LabelSource.Chargeback : LabelSource.Flag, now, ct);
        await OverturnAsync(order, request, now, ct);
        var (released, restoring) = (false, false);
        if (!request.Fraud)
        {
            released = desk.Release(order, Misjudged, configuration, now);
            restoring = await RestoreAsync(order, configuration, now, ct);
        }
        await db.SaveChangesAsync(ct);
        return new FlaggedOrder(order.OrderNo, released, restoring);
    }

    /// <summary>A case that was decided the other way is overturned; one that still waits is decided by this word.</summary>
    private async Task OverturnAsync(Order order, FlagMisjudged request, DateTimeOffset now, CancellationToken ct)
    {
        var verdict = request.Fraud ? Verdict.Fraud : Verdict.Legitimate;
        foreach (var review in await db.ReviewCases.Where(x => x.OrderId == order.Id).ToListAsync(ct))
        {
            if (review.IsDecided && review.Verdict != verdict) review.Overturn(now);
            if (review.IsDecided || review.Decide(verdict, request.Note, caller.Actor.Id, caller.Actor.Name, review.ClaimedBy ?? caller.UserId, needsSecond: false, now) is not null) continue;
            if (await desk.AlertAsync(review, ct) is { State: not AlertState.Resolved } alert) alert.Resolve(Misjudged, now);
        }
    }

    /// <summary>Asks the master system to take back a cancellation that was done from here, to where the order stood before.</summary>
    private async Task<bool> RestoreAsync(Order order, TenantConfiguration configuration, DateTimeOffset now, CancellationToken ct)
    {
        if (order.Status != StandardStatuses.Cancelled) return false;
        var cancelled = await db.OrderEvents.AsNoTracking()
            .Where(x => x.OrderNo == order.OrderNo && x.Outcome == EventOutcome.Applied && x.Status == StandardStatuses.Cancelled && x.Source == StatusReport.OwnSource)
            .OrderByDescending(x => x.OccurredAt).FirstOrDefaultAsync(ct);
        if (cancelled?.MovedFrom is not { } from) return false;
        var request = ActionRequest.Ask(order, null, OrderAction.Rollback, from, Misjudged, caller.Actor.Name, now);
        db.ActionRequests.Add(request);
        audit.Record("action.requested", "action", request.Id.Value.ToString(), null, new { request.OrderNo, request.Action, request.Target, request.FromStatus });
        actions.Queue(request, now);
        return true;
    }
}
