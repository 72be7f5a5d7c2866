using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Integrations;

/// <summary>How a request was answered, roughly.</summary>
public enum RequestOutcome
{
    /// <summary>Below 400.</summary>
    Succeeded,

    /// <summary>400 to 499.</summary>
    Refused,

    /// <summary>500 and above.</summary>
    Failed,
}

/// <summary>Which requests are meant: what is left out does not matter.</summary>
public sealed record RequestFilter
{
    /// <summary>The key, or person, by id.</summary>
    public string? Actor { get; init; }
    public string? Source { get; init; }
    public string? OrderNo { get; init; }
    public RequestOutcome? Outcome { get; init; }
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? Until { get; init; }

    /// <summary>A trace id, an address, an operation, a refusal's code, or how a name or a route begins.</summary>
    public string? Text { get; init; }
}

public sealed class RequestFilterValidator : AbstractValidator<RequestFilter>
{
    public RequestFilterValidator()
    {
        RuleFor(x => x.Actor).MaximumLength(AuditEntry.NameMaxLength);
        RuleFor(x => x.Source).MaximumLength(Order.ShortTextMaxLength);
        RuleFor(x => x.OrderNo).MaximumLength(Order.OrderNoMaxLength);
        RuleFor(x => x.Text).MaximumLength(AuditEntry.NameMaxLength);
        RuleFor(x => x.Outcome).IsInEnum();
    }
}

internal static class RequestQueries
{
    private const int MostTraces = 200;

    public static async Task<IQueryable<ApiRequest>> MatchingAsync(this IQueryable<ApiRequest> requests, RequestFilter filter, IOrderGuardDb db, CancellationToken ct)
    {
        if (Text(filter.Actor) is { } actor) requests = requests.Where(x => x.ActorId == actor);
        if (Text(filter.Source) is { } source) requests = requests.Where(x => x.Source == source);
        if (Text(filter.OrderNo) is { } orderNo)
        {
            // A request with many events names no order; what it did to this one stands in the audit, with the request's trace.
            var traces = await db.AuditEntries.Where(x => x.Subject == orderNo && x.SubjectKind == "order" && x.TraceId != null).OrderByDescending(x => x.Sequence).Take(MostTraces).Select(x => x.TraceId).Distinct().ToListAsync(ct);
            requests = requests.Where(x => x.OrderNo == orderNo || traces.Contains(x.TraceId));
        }
        requests = filter.Outcome switch
        {
            RequestOutcome.Succeeded => requests.Where(x => x.Status > 0 && x.Status < 400),
            RequestOutcome.Refused => requests.Where(x => x.Status >= 400 && x.Status < 500),
            RequestOutcome.Failed => requests.Where(x => x.Status >= 500),
            _ => requests,
        };
        if (filter.From is { } from) requests = requests.Where(x => x.At >= from);
        if (filter.Until is { } until) requests = requests.Where(x => x.At < until);
        if (Text(filter.Text) is { } text)
            requests = requests.Where(x => x.TraceId == text || x.Address == text || x.Operation == text || x.Detail == text || x.ActorName.StartsWith(text) || x.Route.StartsWith(text));
        return requests;
    }

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
