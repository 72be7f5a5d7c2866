using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>Cancels, closes, refunds, rolls back, holds or releases an order, for a reason.</summary>
[Requires(Permission.ActOnOrders)]
public sealed record ActOnOrder(string OrderNo, OrderAction Action, string? Reason, int? Target = null);

public sealed class ActOnOrderValidator : AbstractValidator<ActOnOrder>
{
    public ActOnOrderValidator()
    {
        RuleFor(x => x.Action).IsInEnum();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(Order.ReasonMaxLength);
    }
}

internal sealed class ActOnOrderHandler(IOrderGuardDb db, Caller caller, OrderMoves moves, SecondPerson second, BulkMoveWatch watch, ILiveFeed feed) : IHandler<ActOnOrder, ActedOrder>
{
    private const int Attempts = 4;

    public async Task<Result<ActedOrder>> HandleAsync(ActOnOrder request, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var acted = await db.InTransactionAsync(async token => await second.AskAsync(request, token) ?? await moves.ActAsync(request.OrderNo, request.Action, request.Reason!.Trim(), request.Target, token), ct);
                if (acted.Value is { Approval: null, From: var from, Status: var status } && from != status) watch.Note(caller.RequiredTenant, [(caller, from, status)]);
                if (acted.Refusal is null) feed.Publish(new OrdersLiveChange(caller.RequiredTenant, [request.OrderNo], 0));
                return acted;
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // An event moved the order in between: judge the request again by what it is now.
                db.Forget();
            }
        }
    }
}
