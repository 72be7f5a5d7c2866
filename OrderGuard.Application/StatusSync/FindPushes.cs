using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>Pushes that match, latest first, a page of them, and what waits for a person grouped by its error.</summary>
[Requires(Permission.ViewOrders)]
public sealed record FindPushes(PushFilter Filter, int Skip = 0, int Take = 50);

/// <summary>Pushes that failed alike.</summary>
public sealed record PushGroup(string Target, string Cause, int? AnswerStatus, int Count, DateTimeOffset Since);

/// <summary>One page of pushes, with how many match and what waits for a person altogether.</summary>
public sealed record FoundPushes(IReadOnlyList<PushView> Rows, int Count, IReadOnlyList<PushGroup> Groups);

public sealed class FindPushesValidator : AbstractValidator<FindPushes>
{
    public FindPushesValidator()
    {
        RuleFor(x => x.Skip).GreaterThanOrEqualTo(0);
        RuleFor(x => x.Take).InclusiveBetween(1, 200);
        RuleFor(x => x.Filter).SetValidator(new PushFilterValidator());
    }
}

internal sealed class FindPushesHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations) : IHandler<FindPushes, FoundPushes>
{
    private const int MostGroups = 50;

    public async Task<Result<FoundPushes>> HandleAsync(FindPushes request, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var found = db.StatusPushes.AsNoTracking().Matching(request.Filter);
        var count = await found.CountAsync(ct);
        var rows = await found.OrderByDescending(x => x.CreatedAt).ThenBy(x => x.OrderNo).ThenByDescending(x => x.Step).Skip(request.Skip).Take(request.Take).ToListAsync(ct);
        var groups = await db.StatusPushes.Where(x => x.State == PushState.Review).GroupBy(x => new { x.Target, x.Cause, x.AnswerStatus })
            .Select(x => new { x.Key.Target, x.Key.Cause, x.Key.AnswerStatus, Count = x.Count(), Since = x.Min(p => p.CreatedAt) }).OrderByDescending(x => x.Count).Take(MostGroups).ToListAsync(ct);
        return new FoundPushes([.. rows.Select(x => PushView.Of(x, configuration))], count, [.. groups.Select(x => new PushGroup(x.Target, x.Cause ?? "", x.AnswerStatus, x.Count, x.Since))]);
    }
}
