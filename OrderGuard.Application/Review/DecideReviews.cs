using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Review;

/// <summary>A reviewer's, or a key's, word on one case or on several alike: each by itself, and what cannot be decided is named.</summary>
[Requires(Permission.DecideReviews)]
public sealed record DecideReviews(IReadOnlyList<ReviewCaseId> Cases, string? Verdict, string? Note)
{
    public const int MostCases = 200;
}

/// <summary>A case that was not decided, and why.</summary>
public sealed record UndecidedReview(Guid Id, Refusal Refusal);

/// <param name="Decided">The cases that are decided by it.</param>
/// <param name="AwaitSecond">Those that wait for a second reviewer.</param>
public sealed record DecidedReviews(IReadOnlyList<ReviewRow> Decided, IReadOnlyList<ReviewRow> AwaitSecond, IReadOnlyList<UndecidedReview> Left);

public sealed class DecideReviewsValidator : AbstractValidator<DecideReviews>
{
    public DecideReviewsValidator()
    {
        RuleFor(x => x.Cases).NotEmpty().Must(x => x is null || x.Count <= DecideReviews.MostCases);
        RuleFor(x => x.Note).MaximumLength(ReviewCase.NoteMaxLength).Must(x => x?.Contains('\0', StringComparison.Ordinal) != true);
    }
}

internal sealed class DecideReviewsHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, VerdictDesk desk, ILiveFeed feed, TimeProvider clock) : IHandler<DecideReviews, DecidedReviews>
{
    private const int Attempts = 4;

    public async Task<Result<DecidedReviews>> HandleAsync(DecideReviews request, CancellationToken ct)
    {
        List<ReviewRow> decided = [], second = [];
        List<UndecidedReview> left = [];
        var orders = new List<string>();
        foreach (var id in request.Cases.Distinct())
        {
            var (review, refusal) = await DecideAsync(id, request, ct);
            if (refusal is not null) left.Add(new UndecidedReview(id.Value, refusal));
            else
            {
                (review!.IsDecided ? decided : second).Add(ReviewRow.Of(review, clock.GetUtcNow()));
                orders.Add(review.OrderNo);
            }
        }
        // Of a single case the reason is the answer.
        if (left is [var only] && request.Cases.Count == 1) return only.Refusal;
        feed.Publish(new ReviewLiveChange(caller.RequiredTenant));
        if (orders.Count > 0) feed.Publish(new OrdersLiveChange(caller.RequiredTenant, orders, 0));
        return new DecidedReviews(decided, second, left);
    }

    private async Task<(ReviewCase? Case, Refusal? Refusal)> DecideAsync(ReviewCaseId id, DecideReviews request, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await db.InTransactionAsync(token => DecideOnceAsync(id, request, token), ct);
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // Another reviewer or an event came in between: judge again by what it is now.
                db.Forget();
            }
        }
    }

    private async Task<(ReviewCase?, Refusal?)> DecideOnceAsync(ReviewCaseId id, DecideReviews request, CancellationToken ct)
    {
        var review = await db.ReviewCases.SingleOrDefaultAsync(x => x.Id == id, ct);
        if (review is null) return (null, ReviewRefusals.NotFound);
        if (!Enum.TryParse<Verdict>(request.Verdict, ignoreCase: true, out var verdict) || !Enum.IsDefined(verdict) || request.Verdict!.Any(x => !char.IsAsciiLetter(x))) return (null, ReviewRefusals.VerdictNeeded);

        var now = clock.GetUtcNow();
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var needsSecond = configuration.Document.Risk.SecondOpinionAbove is { } limit && !(review.Amount < limit);
        if (review.Decide(verdict, request.Note, caller.Actor.Id, caller.Actor.Name, caller.UserId, needsSecond, now) is { } refusal) return (null, refusal);
        await desk.DecidedAsync(review, configuration, now, ct);
        await db.SaveChangesAsync(ct);
        return (review, null);
    }
}
