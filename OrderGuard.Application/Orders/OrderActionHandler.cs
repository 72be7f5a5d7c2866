using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Orders;

/// <summary>Carries requested actions to the master system, each once: what is not known to have arrived is found out before anything is sent again.</summary>
internal sealed class OrderActionHandler(SystemScopes scopes, Caller caller, IEnumerable<IOrderActionConnector> connectors, TimeProvider clock) : IWorkHandler
{
    /// <summary>After this no further call is begun: the items' lease must outlast the last one.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(8);

    public string Kind => WorkKinds.OrderAction;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        foreach (var item in items)
        {
            if (clock.GetElapsedTime(began) > Enough) item.Postpone(clock.GetUtcNow());
            else if (await RunAsync(new ActionRequestId(Guid.Parse(item.Subject)), ct) is { } next) item.Postpone(next);
        }
    }

    /// <summary>One step with one request; answers when to take the next.</summary>
    private async Task<DateTimeOffset?> RunAsync(ActionRequestId id, CancellationToken ct)
    {
        var plan = await InStepsAsync(x => x.PrepareAsync(id, ct));
        if (plan.Move is ActionMove.Nothing or ActionMove.Wait) return plan.At;

        var (call, settings) = (plan.Call!, plan.Settings!);
        var connector = connectors.First(x => x.Kind == settings.Kind);
        var reply = plan.Move is ActionMove.Send ? await connector.SendAsync(call, settings, ct) : await connector.FindOutAsync(call.Key, settings, ct);
        return await InStepsAsync(x => x.ConcludeAsync(id, reply, ct));
    }

    private async Task<T> InStepsAsync<T>(Func<ActionSteps, Task<T>> work)
    {
        await using var scope = scopes.Open(caller);
        return await work(scope.ServiceProvider.GetRequiredService<ActionSteps>());
    }
}
