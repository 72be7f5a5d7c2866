using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>One page of the requests to the machine interface that match.</summary>
[Requires(Permission.ViewAudit)]
public sealed record GetRequests(RequestFilter Filter, RequestSort Sort = RequestSort.Time, bool Descending = true, int Skip = 0, int Take = 50)
{
    /// <summary>So far matches are counted, and so far a page may lie back; who looks further narrows the search.</summary>
    public const int MostCounted = 10_000;
}

public enum RequestSort
{
    Time,
    Duration,
    Status,
}

/// <param name="Total">How many match, counted up to <see cref="GetRequests.MostCounted"/>.</param>
/// <param name="More">There are more than were counted.</param>
public sealed record RequestPage(IReadOnlyList<RequestRow> Rows, int Total, bool More);

public sealed record RequestRow(
    Guid Id, DateTimeOffset At, ActorKind ActorKind, string ActorId, string ActorName, string? Source, string Method, string Route, string? OrderNo, string? Operation,
    int Status, string? Detail, TimeSpan Took, string? Address, string? TraceId, int Lost)
{
    public static RequestRow Of(ApiRequest x) => new(
        x.Id, x.At, x.ActorKind, x.ActorId, x.ActorName, x.Source, x.Method, x.Route, x.OrderNo, x.Operation, x.Status, x.Detail,
        TimeSpan.FromMicroseconds(x.Microseconds), x.Address, x.TraceId, x.Lost);
}

public sealed class GetRequestsValidator : AbstractValidator<GetRequests>
{
    public GetRequestsValidator()
    {
        RuleFor(x => x.Sort).IsInEnum();
        RuleFor(x => x.Skip).InclusiveBetween(0, GetRequests.MostCounted);
        RuleFor(x => x.Take).InclusiveBetween(1, 500);
        RuleFor(x => x.Filter).SetValidator(new RequestFilterValidator());
    }
}

internal sealed class GetRequestsHandler(IOrderGuardDb db) : IHandler<GetRequests, RequestPage>
{
    public async Task<Result<RequestPage>> HandleAsync(GetRequests request, CancellationToken ct)
    {
        var matching = await db.ApiRequests.AsNoTracking().MatchingAsync(request.Filter, db, ct);
        var total = await matching.Take(GetRequests.MostCounted + 1).CountAsync(ct);
        var rows = total <= request.Skip ? [] : await Sorted(matching, request).Skip(request.Skip).Take(request.Take).ToListAsync(ct);
        return new RequestPage(rows.ConvertAll(RequestRow.Of), Math.Min(total, GetRequests.MostCounted), total > GetRequests.MostCounted);
    }

    private static IOrderedQueryable<ApiRequest> Sorted(IQueryable<ApiRequest> requests, GetRequests request) => (request.Sort, request.Descending) switch
    {
        (RequestSort.Duration, true) => requests.OrderByDescending(x => x.Microseconds).ThenByDescending(x => x.Id),
        (RequestSort.Duration, false) => requests.OrderBy(x => x.Microseconds).ThenBy(x => x.Id),
        (RequestSort.Status, true) => requests.OrderByDescending(x => x.Status).ThenByDescending(x => x.Id),
        (RequestSort.Status, false) => requests.OrderBy(x => x.Status).ThenBy(x => x.Id),
        (_, true) => requests.OrderByDescending(x => x.At).ThenByDescending(x => x.Id),
        _ => requests.OrderBy(x => x.At).ThenBy(x => x.Id),
    };
}
