using OrderGuard.Application.Alerts;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Common;

/// <summary>Something that changed and is committed, for open pages and hub clients of its tenant.</summary>
public abstract record LiveChange(TenantId Tenant);

/// <summary>An alert was raised, changed or resolved.</summary>
public sealed record AlertLiveChange(TenantId Tenant, AlertChange Change, AlertView Alert) : LiveChange(Tenant);

public enum AlertChange
{
    Raised,
    Changed,
    Resolved,
}

/// <summary>Orders came in or moved; <paramref name="OrderNos"/> are those of one commit.</summary>
public sealed record OrdersLiveChange(TenantId Tenant, IReadOnlyCollection<string> OrderNos, int Events) : LiveChange(Tenant);

/// <summary>A requested action was asked for, decided, or came to an end.</summary>
public sealed record ActionsLiveChange(TenantId Tenant) : LiveChange(Tenant);

/// <summary>Cases for reviewers came, were claimed or decided.</summary>
public sealed record ReviewLiveChange(TenantId Tenant) : LiveChange(Tenant);

/// <summary>Pushes to a target came, went or failed.</summary>
public sealed record PushesLiveChange(TenantId Tenant, string Target) : LiveChange(Tenant);

/// <summary>A rehearsal began, went on or ended.</summary>
public sealed record RehearsalsLiveChange(TenantId Tenant) : LiveChange(Tenant);

/// <summary>A training began, went on or ended, or another version of a model decides.</summary>
public sealed record TrainingLiveChange(TenantId Tenant) : LiveChange(Tenant);

/// <summary>A configuration was published.</summary>
public sealed record ConfigurationLiveChange(TenantId Tenant, int Version) : LiveChange(Tenant);

/// <summary>The shared draft of the configuration was changed, discarded or brought back.</summary>
public sealed record DraftLiveChange(TenantId Tenant) : LiveChange(Tenant);

/// <summary>Carries committed changes to whoever watches the tenant; never to another tenant's watchers.</summary>
public interface ILiveFeed
{
    void Publish(LiveChange change);

    /// <summary>Calls <paramref name="receive"/> for each change of the tenant, one after the other, until disposed.</summary>
    IDisposable Subscribe(TenantId tenant, Func<LiveChange, Task> receive);

    /// <summary>Calls <paramref name="heard"/> for the changes of all tenants, before whoever made one is answered, until disposed: for this node's own caches and bells, which are quick and throw nothing.</summary>
    IDisposable Listen(Action<LiveChange> heard);
}
