using System.Collections.Concurrent;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Keeps what would be asked of the master system, and answers that it is done: for demonstrations and for trying out.</summary>
internal sealed class RecordingOrderActions : IOrderActionConnector
{
    private readonly ConcurrentDictionary<string, ActionCall> _calls = new();

    public ConnectorKind Kind => ConnectorKind.Recording;

    /// <summary>The requests that came, each key once.</summary>
    public IReadOnlyCollection<ActionCall> Calls => [.. _calls.Values];

    public Task<ActionReply> SendAsync(ActionCall call, ConnectorSettings settings, CancellationToken ct)
    {
        _calls.TryAdd(call.Key, call);
        return Task.FromResult(new ActionReply(ActionOutcome.Done, ActionReply.Recorded));
    }

    public Task<ActionReply> FindOutAsync(string key, ConnectorSettings settings, CancellationToken ct) => Task.FromResult(_calls.ContainsKey(key)
        ? new ActionReply(ActionOutcome.Done, ActionReply.Recorded)
        : new ActionReply(ActionOutcome.NotArrived, "No request of that key was recorded."));
}
