using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Orders;

internal static class OrdersRegistration
{
    public static void AddOrders(this IServiceCollection services)
    {
        services.AddUseCase<GetOrders, OrderPage, GetOrdersHandler, GetOrdersValidator>();
        services.AddUseCase<GetOrder, OrderDetail, GetOrderHandler>();
        services.AddUseCase<ListOrders, OrderList, ListOrdersHandler, ListOrdersValidator>();
        services.AddUseCase<GetOrderChoices, OrderChoices, GetOrderChoicesHandler>();
        services.AddUseCase<FindOrders, IReadOnlyList<OrderRow>, FindOrdersHandler, FindOrdersValidator>();
        services.AddUseCase<ActOnOrder, ActedOrder, ActOnOrderHandler, ActOnOrderValidator>();
        services.AddSingleton<BulkMoveWatch>();
        services.AddUseCase<GetKeyMoves, KeyMoves, GetKeyMovesHandler, GetKeyMovesValidator>();
        services.AddUseCase<UndoMoves, UndoView, UndoMovesHandler, UndoMovesValidator>();
        services.AddUseCase<GetUndo, UndoView, GetUndoHandler>();
        services.AddUseCase<GetUndos, IReadOnlyList<UndoView>, GetUndosHandler>();
        services.AddScoped<UndoSteps>();
        services.AddScoped<IWorkHandler, UndoMovesWork>();
        services.AddScoped<OrderMoves>();
        services.AddScoped<ActionDesk>();
        services.AddScoped<SecondPerson>();
        services.AddScoped<ActionSteps>();
        services.AddScoped<IWorkHandler, OrderActionHandler>();
        services.AddOptions<ActionPace>();
        services.AddUseCase<GetApprovals, ApprovalList, GetApprovalsHandler>();
        services.AddUseCase<GetApproval, ApprovalDetail, GetApprovalHandler>();
        services.AddUseCase<DecideAction, ApprovalDetail, DecideActionHandler, DecideActionValidator>();
        services.AddUseCase<HaltActions, Done, HaltActionsHandler>();
        services.AddUseCase<TestConnector, ActionReply, TestConnectorHandler>();
        services.AddUseCase<ExportOrders, ExportedOrders, ExportOrdersHandler, ExportOrdersValidator>();
        services.AddUseCase<GetSavedFilters, IReadOnlyList<SavedFilterView>, GetSavedFiltersHandler>();
        services.AddUseCase<SaveFilter, SavedFilterView, SaveFilterHandler, SaveFilterValidator>();
        services.AddUseCase<RenameFilter, Done, RenameFilterHandler, RenameFilterValidator>();
        services.AddUseCase<DeleteFilter, Done, DeleteFilterHandler>();
    }
}
