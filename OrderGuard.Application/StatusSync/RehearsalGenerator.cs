using System.Globalization;
using System.Text.Json.Nodes;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.StatusSync;

/// <summary>Makes up orders that walk along the allowed transitions: the source reports what it has words for, others the rest. The same seed makes the same.</summary>
internal sealed class RehearsalGenerator(RehearsalStage stage, RehearsalSpeech speech, EventReader reader, int seed, DateTimeOffset start)
{
    private const int MostSteps = 12;
    private static readonly string[] Channels = ["web", "app", "store"];
    private readonly Random _random = new(seed);
    private readonly List<RehearsalEvent> _events = [];
    private readonly Dictionary<int, int> _turns = [];
    private int _own, _numbered;

    /// <summary>So many reports of the source, with those of others that they need.</summary>
    public IReadOnlyList<RehearsalEvent> Make(int count)
    {
        if (speech.Words.Count == 0) return [];
        var statuses = speech.Words.Select(x => x.Status).ToHashSet();
        var first = stage.Configuration.Statuses.First(x => x.Next.Count > 0).Code;
        for (var order = 0; _own < count && order < count * 2; order++)
            Walk(order, order < speech.Words.Count ? Way(first, speech.Words[order].Status) : Wander(first), order < speech.Words.Count ? speech.Words[order] : null, statuses);
        return _events;
    }

    private void Walk(int number, List<int> way, SpokenWord? meant, HashSet<int> statuses)
    {
        var orderNo = string.Create(CultureInfo.InvariantCulture, $"REHEARSAL-{number + 1:D5}");
        var at = start + TimeSpan.FromMinutes(number) + TimeSpan.FromSeconds(_random.Next(60));
        var facts = new JsonObject { ["amount"] = _random.Next(1_000, 50_000) / 100m, ["currency"] = "CNY", ["channel"] = Channels[_random.Next(Channels.Length)] };
        for (var step = 0; step < way.Count; step++)
        {
            var status = way[step];
            var may = stage.Configuration.MayEnter(stage.Source.Code, status);
            if (!statuses.Contains(status) || !may) Tell(RehearsalStage.Others, new SpokenWord("", status, status.ToString(CultureInfo.InvariantCulture), null, null), orderNo, at, facts, EventOutcome.Applied);
            if (statuses.Contains(status))
            {
                var word = meant is not null && step == way.Count - 1 ? meant : Next(status);
                Tell(stage.Source.Code, word, orderNo, may ? at : at + TimeSpan.FromSeconds(_random.Next(10, 60)), facts, may ? EventOutcome.Applied : EventOutcome.Observed);
            }
            at += TimeSpan.FromMinutes(_random.Next(5, 60)) + TimeSpan.FromSeconds(_random.Next(60));
        }
    }

    private void Tell(string source, SpokenWord word, string orderNo, DateTimeOffset at, JsonObject facts, EventOutcome expected)
    {
        var own = source != RehearsalStage.Others;
        var id = string.Create(CultureInfo.InvariantCulture, $"rehearsal-{++_numbered}");
        // What others report is no part of the test.
        var read = own ? RehearsalSpeech.Read(reader, word, id, orderNo, at, facts).Event : new IncomingEvent(id, orderNo, word.Given, at, null);
        if (own) _own++;
        // One that cannot be read is kept as it is: no word of it is understood.
        _events.Add(new RehearsalEvent(own, source, read ?? new IncomingEvent(id, orderNo, "", at, null), at, at + TimeSpan.FromMilliseconds(_random.Next(3_000)), expected));
    }

    /// <summary>The words of one status take turns.</summary>
    private SpokenWord Next(int status)
    {
        var words = speech.Words.Where(x => x.Status == status).ToList();
        var turn = _turns.GetValueOrDefault(status);
        _turns[status] = turn + 1;
        return words[turn % words.Count];
    }

    /// <summary>The shortest way to a status; where none leads there, straight to it, and the order book will say so.</summary>
    private List<int> Way(int from, int to)
    {
        var before = new Dictionary<int, int> { [from] = from };
        var queue = new Queue<int>([from]);
        while (queue.TryDequeue(out var at) && at != to)
            foreach (var next in stage.Configuration.Status(at)?.Next ?? [])
                if (before.TryAdd(next, at)) queue.Enqueue(next);
        if (!before.ContainsKey(to)) return [from, to];
        var way = new List<int> { to };
        while (way[0] != from) way.Insert(0, before[way[0]]);
        return way;
    }

    /// <summary>Mostly the next status, sometimes one further on, seldom anything that is allowed.</summary>
    private List<int> Wander(int from)
    {
        var way = new List<int> { from };
        while (way.Count < MostSteps && stage.Configuration.Status(way[^1]) is { } status && !stage.Configuration.IsTerminal(way[^1]))
        {
            var next = status.Next.Order().ToList();
            if (next.Count == 0) break;
            var draw = _random.NextDouble();
            var onward = next.Where(x => x > way[^1] && x is not (StandardStatuses.Cancelled or StandardStatuses.Refunded)).ToList();
            way.Add(draw < 0.06 || onward.Count == 0 ? next[_random.Next(next.Count)] : draw < 0.85 || onward.Count == 1 ? onward[0] : onward[1]);
        }
        return way;
    }
}
