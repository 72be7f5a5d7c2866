using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>Sends what waits for a target: takes a handful, calls, and writes down the answers, each step in a scope of its own.</summary>
/// <remarks>What was taken by a node that died counts as waiting again after a minute and goes out under the same key: the target may see it twice, but takes it once.</remarks>
internal sealed class PushWorker(SystemScopes scopes, IPushSender sender)
{
    private const int LostRacesAllowed = 8;
    private const int SideBySide = 12;

    /// <summary>How long one run may begin new calls, by the clock of the network; with a call's time-out well within the lease of its work item.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(7);

    /// <summary>Sends what it may and answers when to come again; null: nothing waits, or a person has to act first.</summary>
    public async Task<DateTimeOffset?> RunAsync(TenantId tenant, string target, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var taken = await RacingAsync<PushDesk, TakenPushes>(tenant, x => x.TakeAsync(target, ct));
            if (taken.Pushes.Count > 0)
            {
                var answers = await SendAsync(taken, began, ct);
                await RacingAsync<PushSettling, bool>(tenant, async x =>
                {
                    await x.SettleAsync(target, taken.Lease, answers, CancellationToken.None);
                    return true;
                });
            }
            else if (!taken.Again) return taken.Next;
            if (Stopwatch.GetElapsedTime(began) > Longest) return DateTimeOffset.MinValue;
        }
    }

    /// <summary>Calls side by side; once the target fails as often in a row as opens its circuit, or time is up, the rest stays unsent.</summary>
    private async Task<IReadOnlyDictionary<StatusPushId, PushAnswer?>> SendAsync(TakenPushes taken, long began, CancellationToken ct)
    {
        var answers = new ConcurrentDictionary<StatusPushId, PushAnswer?>();
        var failures = 0;
        await Parallel.ForEachAsync(taken.Pushes, new ParallelOptions { MaxDegreeOfParallelism = SideBySide }, async (x, _) =>
        {
            var given = Volatile.Read(ref failures) >= TargetGate.OpensAfter || ct.IsCancellationRequested || Stopwatch.GetElapsedTime(began) > Longest;
            var answer = given ? null : await sender.SendAsync(x.Push, ct);
            answers[x.Id] = answer;
            if (answer is null) return;
            if (answer.Verdict is PushVerdict.Outage or PushVerdict.Failed) Interlocked.Increment(ref failures);
            else if (answer.Verdict is PushVerdict.Throttled) Interlocked.Exchange(ref failures, TargetGate.OpensAfter);
            else Interlocked.Exchange(ref failures, 0);
        });
        return answers;
    }

    private async Task<T> RacingAsync<TDesk, T>(TenantId tenant, Func<TDesk, Task<T>> work) where TDesk : notnull
    {
        for (var lost = 0; ; lost++)
        {
            await using var scope = scopes.Open(tenant);
            try
            {
                return await work(scope.ServiceProvider.GetRequiredService<TDesk>());
            }
            catch (DbUpdateException e) when (lost < LostRacesAllowed
                && (e is DbUpdateConcurrencyException || scope.ServiceProvider.GetRequiredService<IOrderGuardDb>().IsUniqueViolation(e)))
            {
                // Another node was faster: look again.
                await Task.Delay(Random.Shared.Next(2, 10 * (lost + 1)), CancellationToken.None);
            }
        }
    }
}
