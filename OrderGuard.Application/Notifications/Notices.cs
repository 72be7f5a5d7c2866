using System.Text.Json;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Notifications;

namespace OrderGuard.Application.Notifications;

/// <summary>Puts a notice beside the change that causes it, as work to be done once that is committed.</summary>
/// <remarks>Whether its key was told before is looked at then, so that a repeat can never undo the caller's change.</remarks>
internal sealed class Notices(IOrderGuardDb db, Caller caller, TimeProvider clock) : INotices
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public void Add(Notice notice)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(notice.Key.Length, Delivery.KeyMaxLength, nameof(notice));
        if (notice.Channels.Count == 0) return;
        var now = clock.GetUtcNow();
        var subject = notice.Key.Cut(WorkItem.SubjectMaxLength);
        db.WorkItems.Add(WorkItem.Schedule(WorkItemId.New(), caller.RequiredTenant, WorkKinds.Notice, subject, now, now, Write(notice)));
    }

    public static string Write(Notice notice) => JsonSerializer.Serialize(notice, Json);

    public static Notice Read(string json) => JsonSerializer.Deserialize<Notice>(json, Json)!;
}
