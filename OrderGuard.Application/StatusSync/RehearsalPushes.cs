using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>Tells a target's test endpoint what a rehearsal moved: by the line, the gate, the composer and the sender of real pushes, at the target's rate.</summary>
internal sealed class RehearsalPushes(IPushSender sender, TimeProvider clock)
{
    private const int MostAtOnce = 64;
    private const int SideBySide = 12;
    private const int MostAttempts = 2;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1), Again = TimeSpan.FromMilliseconds(300), LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>A turn has to end within the lease of its work item, however slow the endpoint is.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(8), LongestPart = TimeSpan.FromSeconds(12);

    /// <summary>Settles the next few pushes, or answers how long there is to wait for the first. What a failed one holds up stays unsent, and all of it once the circuit opens.</summary>
    public async Task<(ToldTarget Told, TimeSpan? Wait)> TellAsync(RehearsalTelling telling, ToldTarget told, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var target = telling.Target with
        {
            Attempts = Math.Min(MostAttempts, telling.Target.Attempts),
            RetryAfter = Again,
            LongestRetry = Again,
            TimeOut = telling.Target.TimeOut < LongestCall ? telling.Target.TimeOut : LongestCall,
        };
        var size = told.Down ? told.Pushes : Math.Clamp((int)target.PerSecond, 1, MostAtOnce);
        var part = telling.Pushes.Skip(told.Position).Take(Math.Min(size, told.Pushes - told.Position)).ToList();
        var answered = new ConcurrentQueue<Answered>();
        var down = told.Down;
        var blocked = told.Blocked.ToHashSet(StringComparer.Ordinal);
        var waiting = part.Where(x => !blocked.Contains(x.OrderNo)).ToList();
        while (!down && waiting.Count > 0)
        {
            var wait = await RoundAsync(telling, target, waiting, answered, ct);
            foreach (var failed in waiting.Where(x => x.State is PushState.Review)) blocked.Add(failed.OrderNo);
            waiting.RemoveAll(x => x.IsSettled || x.State is PushState.Review || blocked.Contains(x.OrderNo));
            // An endpoint that only ever puts us off counts as out of reach too.
            down = telling.Gate.IsOpen || Stopwatch.GetElapsedTime(began) > LongestPart;
            if (waiting.Count == 0 || down || wait is not { } span || span <= TimeSpan.Zero) continue;
            if (answered.IsEmpty && span > LongestWait) return (told, span);
            await Task.Delay(span < LongestWait ? span : LongestWait, clock, ct);
        }
        return (Add(told, part, [.. answered], blocked, down), null);
    }

    /// <summary>Sends what may go now; how long to wait for more.</summary>
    private async Task<TimeSpan?> RoundAsync(RehearsalTelling telling, TargetDefinition target, List<StatusPush> waiting, ConcurrentQueue<Answered> answered, CancellationToken ct)
    {
        var (gate, now) = (telling.Gate, clock.GetUtcNow());
        if (gate.OpensAt(now) is { } opens && opens > now) return opens - now;
        var heads = waiting.GroupBy(x => x.OrderNo, StringComparer.Ordinal).Select(x => PushLine.Next(x.Where(p => !p.IsSettled), target.Order, now, out _)).OfType<StatusPush>().ToList();
        if (heads.Count == 0) return waiting.Where(x => x.State is PushState.Waiting).Select(x => x.DueAt - now).DefaultIfEmpty(Again).Min();
        var room = gate.Room(target.PerSecond, now);
        if (room == 0) return gate.RoomAt(target.PerSecond, now) - now;
        var lease = Guid.CreateVersion7();
        var taken = heads.OrderBy(x => x.DueAt).Take(room).ToList();
        foreach (var push in taken) push.Take(lease, now + Lease);
        gate.Use(taken.Count, now + Lease);
        var answers = new ConcurrentDictionary<StatusPush, PushAnswer>();
        await Parallel.ForEachAsync(taken, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct }, async (push, token) =>
        {
            var began = Stopwatch.GetTimestamp();
            var answer = await sender.SendAsync(telling.Compose(push, target, now), token);
            answers[push] = answer;
            answered.Enqueue(new Answered(push.OrderNo, push.Step, answer.Verdict is PushVerdict.Delivered, answer.Cause, answer.Status is not null || answer.Verdict is PushVerdict.Delivered, (int)Stopwatch.GetElapsedTime(began).TotalMilliseconds));
        });
        now = clock.GetUtcNow();
        foreach (var push in taken) PushSettling.Settle(push, answers[push], target, gate, now);
        foreach (var line in waiting.GroupBy(x => x.OrderNo, StringComparer.Ordinal)) PushLine.Next(line.Where(p => !p.IsSettled), target.Order, now, out _);
        return null;
    }

    private static ToldTarget Add(ToldTarget told, List<StatusPush> part, IReadOnlyList<Answered> answered, HashSet<string> blocked, bool down)
    {
        int Count(PushState state) => part.Count(x => x.State == state);
        var (delivered, superseded, failed) = (Count(PushState.Delivered), Count(PushState.Superseded), Count(PushState.Review));
        var latest = new Dictionary<string, int>(StringComparer.Ordinal);
        var backwards = 0;
        foreach (var push in answered.Where(x => x.Delivered))
        {
            if (latest.GetValueOrDefault(push.OrderNo) > push.Step) backwards++;
            else latest[push.OrderNo] = push.Step;
        }
        var causes = told.Causes.ToDictionary(x => x.Name, x => x.Count, StringComparer.Ordinal);
        foreach (var cause in answered.Select(x => x.Cause).OfType<string>()) causes[cause] = causes.GetValueOrDefault(cause) + 1;
        return told with
        {
            Position = told.Position + part.Count,
            Delivered = told.Delivered + delivered,
            Superseded = told.Superseded + superseded,
            Failed = told.Failed + failed,
            Unsent = told.Unsent + part.Count - delivered - superseded - failed,
            Down = down,
            Blocked = [.. blocked],
            OutOfOrder = told.OutOfOrder + backwards,
            Latencies = [.. told.Latencies, .. answered.Where(x => x.HasAnswer).Select(x => x.Milliseconds)],
            Causes = [.. causes.Select(x => new Counted(x.Key, x.Value))],
        };
    }

    private sealed record Answered(string OrderNo, int Step, bool Delivered, string? Cause, bool HasAnswer, int Milliseconds);
}

/// <summary>One target's part in one turn of a rehearsal. The gate is the rehearsal's own: the real one is not touched.</summary>
internal sealed class RehearsalTelling
{
    private readonly TenantId _tenant;
    private readonly TenantConfiguration _configuration;
    private readonly RehearsalBook _book;
    private readonly IReadOnlyDictionary<string, string> _secrets;
    private readonly Dictionary<StatusPush, string> _keys = [];

    public RehearsalTelling(RehearsalId rehearsal, TenantId tenant, RehearsalStage stage, TargetDefinition target, RehearsalBook book, IReadOnlyDictionary<string, string> secrets, DateTimeOffset now)
    {
        (_tenant, _configuration, _book, _secrets, Target) = (tenant, stage.Configuration, book, secrets, target);
        Pushes = [.. book.Pushes.Where(x => x.Target == target.Code)];
        Gate = TargetGate.For(tenant, target.Code, now);
        // The same in every turn and on every node, so that the endpoint can tell a repeat.
        for (var i = 0; i < Pushes.Count; i++) _keys.Add(Pushes[i], string.Create(CultureInfo.InvariantCulture, $"rehearsal-{rehearsal.Value:N}-{i}"));
    }

    public TargetDefinition Target { get; }

    public TargetGate Gate { get; }

    public IReadOnlyList<StatusPush> Pushes { get; }

    public OutgoingPush Compose(StatusPush push, TargetDefinition target, DateTimeOffset now) =>
        PushComposer.Compose(PushSubject.Of(push, _book.FactsOf(push.OrderNo)) with { Key = _keys[push], Test = true }, target, _configuration, _tenant, _secrets, now);
}
