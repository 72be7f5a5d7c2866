using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Alerts;

/// <summary>The live hub: a client is put into its tenant's group, gets a snapshot, and then each change in the order of the commits.</summary>
[Authorize(WatchPolicy.Name)]
internal sealed class AlertsHub(TenantBroadcasts broadcasts) : Hub
{
    public const string Path = "/hubs/alerts";

    public override async Task OnConnectedAsync()
    {
        await broadcasts.JoinAsync(Watcher.Of(Context));
        await base.OnConnectedAsync();
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        broadcasts.Leave(Watcher.Of(Context));
        await base.OnDisconnectedAsync(exception);
    }

    /// <summary>Sends the snapshot again, to a client that saw a gap.</summary>
    public Task RequestSnapshot() => broadcasts.SendSnapshotAsync(Watcher.Of(Context));
}

/// <summary>One connection to the hub: whose tenant it watches, and with how much it may be told.</summary>
internal sealed record Watcher(string ConnectionId, Domain.Tenancy.TenantId Tenant, Guid? Display, HubCallerContext Context)
{
    public static Watcher Of(HubCallerContext context)
    {
        var caller = context.User!.ToCaller(null);
        var display = context.User!.FindFirst(DisplayAuthentication.DisplayClaim)?.Value;
        return new Watcher(context.ConnectionId, caller.RequiredTenant, display is null ? null : Guid.Parse(display), context);
    }
}
