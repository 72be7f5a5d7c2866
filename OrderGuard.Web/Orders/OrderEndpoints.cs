using System.Globalization;
using System.Xml;
using Microsoft.AspNetCore.Http.HttpResults;
using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Integrations;

namespace OrderGuard.Web.Orders;

/// <summary>What is asked of an order: <c>cancel</c>, <c>close</c>, <c>refund</c>, <c>rollback</c>, <c>hold</c> or <c>release</c>, for a reason.</summary>
public sealed record ActionBody(string? Action, string? Reason, int? Target);

/// <summary>Orders, as systems read them and act on them.</summary>
public static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/api/v1/orders").WithTags("Orders");
        orders.MapGet("/", ListAsync).WithName("ListOrders").WithSummary("Search orders, newest first; at most as stale as Cache-Control says, with an ETag to ask by again").AddEndpointFilter<CachedReads>().RequireAuthorization(nameof(Permission.ViewOrders));
        orders.MapGet("/{orderNo}", GetAsync).WithName("GetOrder").WithSummary("One order with status, status per system, holds, deadlines, alerts, risk and timeline; at most as stale as Cache-Control says, with an ETag to ask by again").AddEndpointFilter<CachedReads>().RequireAuthorization(nameof(Permission.ViewOrders));
        orders.MapPost("/{orderNo}/actions", ActAsync).WithName("ActOnOrder").WithSummary("Cancel, close, refund, roll back, hold or release an order; always audited")
            .WithExample("""{ "action": "hold", "reason": "The customer asked to wait for a new address." }""")
            .WithMetadata(new SensitiveEndpointAttribute()).AddEndpointFilter<ActionAddresses>().AddEndpointFilter<SensitiveOperationGuard>().RequireAuthorization(nameof(Permission.ActOnOrders));
    }

    private static async Task<Results<Ok<OrderList>, ProblemHttpResult>> ListAsync(
        IUseCase<ListOrders, OrderList> list, CancellationToken ct, string? q = null, string? status = null, string? category = null, string? source = null, string? phone = null,
        string? customer = null, string? placedFrom = null, string? placedTo = null, string? waitingLongerThan = null, string? held = null, string? limit = null, string? after = null)
    {
        var problems = new List<Problem>();
        var filter = new OrderFilter
        {
            Statuses = [.. (status ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(x => Number(x, "/status", problems) ?? 0)],
            Category = category, Source = source, Phone = phone, Customer = customer, PlacedFrom = Moment(placedFrom, "/placedFrom", problems), PlacedBefore = Moment(placedTo, "/placedTo", problems),
            WaitingLongerThan = Duration(waitingLongerThan, "/waitingLongerThan", problems), Held = YesOrNo(held, "/held", problems),
        };
        var most = limit is null ? 50 : Number(limit, "/limit", problems) ?? 50;
        if (problems.Count > 0) return Refusal.Invalid("invalid", "Some fields need mending.", [.. problems]).ToProblem();

        var listed = await list.RunAsync(new ListOrders(filter, q, most, after), ct);
        return listed.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(listed.Required);
    }

    private static async Task<Results<Ok<OrderAnswer>, ProblemHttpResult>> GetAsync(string orderNo, IUseCase<GetOrder, OrderDetail> get, CancellationToken ct)
    {
        var got = await get.RunAsync(new GetOrder(orderNo), ct);
        return got.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(OrderAnswer.Of(got.Required));
    }

    private static async Task<Results<Ok<ActedOrder>, Accepted<ActedOrder>, ProblemHttpResult>> ActAsync(string orderNo, ActionBody body, IUseCase<ActOnOrder, ActedOrder> act, CancellationToken ct)
    {
        if (!Enum.TryParse<OrderAction>(body.Action, ignoreCase: true, out var action) || !Enum.IsDefined(action) || body.Action!.Any(x => !char.IsAsciiLetter(x)))
            return Refusal.Invalid("invalid", "Some fields need mending.", new Problem("/action", "One of cancel, close, refund, rollback, hold and release.")).ToProblem();
        if (body.Reason?.Contains('\0', StringComparison.Ordinal) == true)
            return Refusal.Invalid("invalid", "Some fields need mending.", new Problem("/reason", "Holds a NUL character.")).ToProblem();

        var acted = await act.RunAsync(new ActOnOrder(orderNo, action, body.Reason, body.Target), ct);
        if (acted.Refusal is { } refusal) return refusal.ToProblem();
        return acted.Required.Approval is null ? TypedResults.Ok(acted.Required) : TypedResults.Accepted((string?)null, acted.Required);
    }

    private static int? Number(string text, string pointer, List<Problem> problems) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : Wrong<int>(pointer, "A whole number is needed.", problems);

    private static bool? YesOrNo(string? text, string pointer, List<Problem> problems) =>
        text is null ? null : bool.TryParse(text, out var yes) ? yes : Wrong<bool>(pointer, "true or false is needed.", problems);

    private static DateTimeOffset? Moment(string? text, string pointer, List<Problem> problems) =>
        text is null ? null : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment
            : Wrong<DateTimeOffset>(pointer, "A time is written as in RFC 3339, such as 2026-11-22T10:00:00+08:00.", problems);

    private static TimeSpan? Duration(string? text, string pointer, List<Problem> problems)
    {
        if (text is null) return null;
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return Wrong<TimeSpan>(pointer, "A duration is written as in ISO 8601, such as PT30M.", problems);
        }
    }

    private static T? Wrong<T>(string pointer, string what, List<Problem> problems) where T : struct
    {
        problems.Add(new Problem(pointer, what));
        return null;
    }
}
