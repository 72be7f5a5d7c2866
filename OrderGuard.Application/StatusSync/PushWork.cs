using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>The work item that sends what waits for a target: one wakes the whole lane, however much waits.</summary>
internal static class PushWork
{
    public static string KindOf(string target) => $"{WorkKinds.Push}/{target}";

    public static WorkItem Wake(TenantId tenant, string target, DateTimeOffset now) =>
        WorkItem.Schedule(WorkItemId.New(), tenant, KindOf(target), target, now, now);
}
