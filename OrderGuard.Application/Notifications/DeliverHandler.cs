using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Notifications;

/// <summary>Sends what is due, each channel by itself, and comes back when a channel has room or something falls due.</summary>
internal sealed class DeliverHandler(Caller caller, ChannelWorker worker) : IWorkHandler
{
    public string Kind => WorkKinds.Deliver;

    public async Task HandleAsync(IReadOnlyList<WorkItem> items, CancellationToken ct)
    {
        var runs = items.GroupBy(x => x.Subject).Select(async x => (First: x.First(), Next: await worker.RunAsync(caller.RequiredTenant, x.Key, ct))).ToList();
        // One item stands for the channel from here on; the others are done.
        foreach (var (first, next) in await Task.WhenAll(runs))
            if (next is { } at) first.Postpone(at);
    }
}
