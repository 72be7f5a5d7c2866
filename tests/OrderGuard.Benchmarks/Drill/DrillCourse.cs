using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Benchmarks.Drill;

/// <summary>Something that is killed when so many orders have been placed, and started again.</summary>
internal sealed record DrillKill(string What, int At, Func<Task> StrikeAsync);

/// <summary>Leads the systems through the drill at the pace of what takes it all in, strikes, and waits until all has come to rest.</summary>
internal sealed class DrillCourse(DrillPlan plan, BenchmarkStore store, IReadOnlyList<DrillProcess> systems, IReadOnlyList<DrillKill> kills)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250), Quiet = TimeSpan.FromMinutes(4);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<Figure> _figures = [];

    public IReadOnlyList<Figure> Figures => _figures;

    public async Task RunAsync(int mostBacklog, int mostUntold, TimeSpan longest)
    {
        var (at, next) = (0, 0);
        var step = Math.Max(2, plan.Orders / 500);
        while (at < plan.End)
        {
            if (_clock.Elapsed > longest) throw new TimeoutException($"The drill is at {at} of {plan.End} after {_clock.Elapsed}.");
            if (next < kills.Count && at >= kills[next].At) await StrikeAsync(kills[next++]);
            var down = systems.Select(x => x.Name).Where(x => plan.IsDown(x, Math.Min(at, plan.Orders - 1))).ToList();
            var (states, standing) = (await StatesAsync(at), await StandingAsync(down));
            // Who is down is not waited for; who is busy has not come as far as it may.
            var held = standing.Untold > mostUntold || systems.Zip(states).Any(x => (x.Second.Backlog > mostBacklog || x.Second.At < at - (3 * step)) && !down.Contains(x.First.Name));
            if (!held) at = Math.Min(plan.End, at + step);
            else await Task.Delay(Look);
            if (at % (step * 20) < step && !held) await Console.Error.WriteLineAsync($"{_clock.Elapsed:mm\\:ss} {at:N0}/{plan.End:N0} placed, {string.Join(", ", states.Select(x => $"{x.Backlog:N0}"))} to say, {standing}");
        }
        await RestAsync(longest);
    }

    private async Task StrikeAsync(DrillKill kill)
    {
        var began = Stopwatch.GetTimestamp();
        await kill.StrikeAsync();
        var back = Stopwatch.GetElapsedTime(began);
        // It works again when more has been told than when it came back.
        var from = (await StandingAsync()).Told;
        while (Stopwatch.GetElapsedTime(began) < Quiet && (await StandingAsync()).Told == from) await Task.Delay(50);
        var name = $"{kill.What} killed";
        _figures.Add(new("PostgreSql", $"{name}: away", back.TotalSeconds, "s"));
        _figures.Add(new("PostgreSql", $"{name}: first move after it is back", (Stopwatch.GetElapsedTime(began) - back).TotalSeconds, "s"));
        await Console.Error.WriteLineAsync($"{_clock.Elapsed:mm\\:ss} {name}, back after {back.TotalSeconds:N1} s");
    }

    /// <summary>All has been said, told, published and compared: three looks in a row find the same, and nothing waits.</summary>
    private async Task RestAsync(TimeSpan longest)
    {
        var said = _clock.Elapsed;
        var (quiet, last, told) = (0, default(DrillStanding), TimeSpan.Zero);
        while (quiet < 3)
        {
            if (_clock.Elapsed > longest) throw new TimeoutException($"Not at rest after {_clock.Elapsed}: {last}");
            await Task.Delay(1_000);
            var (states, standing) = (await StatesAsync(plan.End), await StandingAsync(rest: true));
            var idle = states.All(x => x.Backlog == 0) && standing.Events >= states.Sum(x => x.Sent) && standing is { Untold: 0, Unpublished: 0 };
            if (idle && told == TimeSpan.Zero) told = _clock.Elapsed;
            quiet = idle && standing.Undecided == 0 && standing == last ? quiet + 1 : 0;
            if (last != standing) await Console.Error.WriteLineAsync($"{_clock.Elapsed:mm\\:ss} {string.Join(", ", states.Select(x => $"{x.Backlog:N0}"))} to say, {standing}");
            last = standing;
        }
        _figures.Add(new("PostgreSql", "all said after", said.TotalSeconds, "s"));
        _figures.Add(new("PostgreSql", "all taken, told and published after", told.TotalSeconds, "s"));
        _figures.Add(new("PostgreSql", "all compared after", _clock.Elapsed.TotalSeconds, "s"));
        _figures.Add(new("PostgreSql", "events taken in", last.Events / told.TotalSeconds, "events/s"));
    }

    private async Task<DrillState[]> StatesAsync(int at)
    {
        var states = new DrillState[systems.Count];
        for (var i = 0; i < systems.Count; i++) states[i] = await systems[i].GoAsync(at);
        return states;
    }

    private async Task<DrillStanding> StandingAsync(IReadOnlyList<string>? except = null, bool rest = false)
    {
        var without = (except ?? []).ToArray();
        while (true)
        {
            try
            {
                return await store.InAsync(async db => new DrillStanding(
                    await db.Ledgers.Select(x => x.OutboxSequence).SingleAsync(),
                    await db.StatusPushes.CountAsync(x => (x.State == PushState.Waiting || x.State == PushState.Sending) && !without.Contains(x.Target)),
                    await db.Ledgers.Select(x => x.OutboxSequence).SingleAsync() - await db.OutboxPositions.Select(x => x.Published).SingleOrDefaultAsync(),
                    rest ? await db.WorkItems.CountAsync(x => x.Kind == WorkKinds.Compare && x.State == WorkItemState.Waiting) : 0, rest ? await db.OrderEvents.CountAsync() : 0));
            }
            catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException or DbUpdateException)
            {
                await Task.Delay(Look);
            }
        }
    }
}

/// <summary>How things stand: what has been told outside, pushes under way, what the broker has not, differences to be looked at, and events taken in.</summary>
internal readonly record struct DrillStanding(long Told, int Untold, long Unpublished, int Undecided, int Events);
