using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

/// <summary>Writes down what targets answered and what follows from it: the next status of an order, the circuit, the alert. Works in one scope.</summary>
internal sealed class PushSettling(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, PushDesk desk, TargetAlerts alerts, ILiveFeed feed, TimeProvider clock)
{
    private static readonly TimeSpan LeastRest = TimeSpan.FromSeconds(5);

    /// <summary>A push whose lease somebody else has by now is left alone; null as answer: it was not sent.</summary>
    public async Task SettleAsync(string code, Guid lease, IReadOnlyDictionary<StatusPushId, PushAnswer?> answers, CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var configuration = await configurations.GetAsync(db, tenant, ct);
        var target = configuration.Document.Targets.FirstOrDefault(x => x.Code == code) ?? new TargetDefinition { Code = code };
        await db.InTransactionAsync(async token =>
        {
            var now = clock.GetUtcNow();
            var gate = await desk.GateAsync(code, now, token);
            StatusPushId[] ids = [.. answers.Keys];
            var pushes = await db.StatusPushes.Where(x => EF.Parameter(ids).Contains(x.Id) && x.State == PushState.Sending && x.Lease == lease).ToListAsync(token);
            foreach (var push in pushes.OrderBy(x => x.DueAt).ThenBy(x => x.Step)) Settle(push, answers[push.Id], target, gate, now);
            await ForwardAsync(code, [.. pushes.Where(x => x.IsSettled || target.Order is TargetOrder.Latest).Select(x => x.OrderId)], now, token);
            await alerts.UpdateAsync(target, gate, pushes.Any(x => x.State is PushState.Review), configuration.Version, now, token);
            db.Touch(gate);
            await db.SaveChangesAsync(token);
            return true;
        }, ct);
        feed.Publish(new PushesLiveChange(tenant, code));
    }

    /// <summary>Lets the next status of each order come forward.</summary>
    public async Task ForwardAsync(string code, IReadOnlyList<Domain.Orders.OrderId> orders, DateTimeOffset now, CancellationToken ct)
    {
        if (orders.Count == 0) return;
        var behind = await db.StatusPushes.Where(x => x.Target == code && EF.Parameter(orders).Contains(x.OrderId) && x.State == PushState.Behind).ToListAsync(ct);
        foreach (var line in behind.GroupBy(x => x.OrderId)) line.MinBy(x => x.Step)!.ComeForward(now);
    }

    /// <summary>What an answer makes of a push and of its target's gate.</summary>
    internal static void Settle(StatusPush push, PushAnswer? answer, TargetDefinition target, TargetGate gate, DateTimeOffset now)
    {
        if (answer is null)
        {
            push.GiveBack(now);
            return;
        }
        var wasOpen = gate.IsOpen;
        switch (answer.Verdict)
        {
            case PushVerdict.Delivered:
                push.Deliver(answer.Request, answer.Status, answer.Answer, now);
                gate.Succeed(now);
                break;
            case PushVerdict.Throttled:
                push.Fail(answer.Request, answer.Cause!, answer.Status, answer.Answer, now + Max(answer.After ?? LeastRest, LeastRest), counts: false, now);
                gate.Rest(Max(answer.After ?? LeastRest, LeastRest), now);
                break;
            case PushVerdict.Rejected:
                // The target is there and has decided: that is no failure of its own.
                push.Fail(answer.Request, answer.Cause!, answer.Status, answer.Answer, null, counts: true, now);
                gate.Succeed(now);
                break;
            default:
                gate.Fail(answer.Answer, Random.Shared.NextDouble(), now);
                var counts = answer.Verdict is PushVerdict.Failed || !wasOpen;
                var attempt = push.Attempt + (counts ? 1 : 0);
                push.Fail(answer.Request, answer.Cause!, answer.Status, answer.Answer, attempt >= target.Attempts ? null : now + Delay(target, attempt, answer.After), counts, now);
                break;
        }
    }

    private static TimeSpan Delay(TargetDefinition target, int attempt, TimeSpan? asked)
    {
        var ticks = Math.Min(target.RetryAfter.Ticks * Math.Pow(2, Math.Max(0, attempt - 1)), target.LongestRetry.Ticks);
        return Max(TimeSpan.FromTicks((long)(ticks * (0.75 + (0.5 * Random.Shared.NextDouble())))), asked ?? TimeSpan.Zero);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
