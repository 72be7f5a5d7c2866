using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

/// <summary>What of one order waits for one target, and which of it comes next.</summary>
/// <remarks>Where every status is told, only the earliest may go, and one that waits for a person holds up those after it. Where the newest is enough, it replaces all others that are not on their way.</remarks>
internal static class PushLine
{
    /// <summary>Puts the pushes in line; what may go out now, if anything. <paramref name="changed"/>: something got another place.</summary>
    public static StatusPush? Next(IEnumerable<StatusPush> unsettled, TargetOrder order, DateTimeOffset now, out bool changed)
    {
        var line = unsettled.OrderBy(x => x.Step).ToList();
        changed = false;
        if (line.Count == 0) return null;
        if (order is TargetOrder.Latest && line.Count > 1)
        {
            var newest = line[^1];
            foreach (var old in line.Where(x => x != newest && !IsAway(x, now)))
            {
                old.Supersede(now);
                changed = true;
            }
            line = [.. line.Where(x => !x.IsSettled)];
        }

        var head = line[0];
        foreach (var later in line.Skip(1).Where(x => x.State is PushState.Waiting || x.State is PushState.Sending && !IsAway(x, now)))
        {
            later.StandBehind();
            changed = true;
        }
        if (head.State is PushState.Behind)
        {
            head.ComeForward(now);
            changed = true;
        }
        return head.State is PushState.Waiting or PushState.Sending && head.DueAt <= now ? head : null;
    }

    private static bool IsAway(StatusPush push, DateTimeOffset now) => push.State is PushState.Sending && push.DueAt > now;
}
