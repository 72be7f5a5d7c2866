using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace OrderGuard.Benchmarks.Drill;

/// <summary>One of the three systems, as a process of its own: says what the plan has it say, at the pace that it is given, and takes what it is told.</summary>
internal sealed class DrillSystem : IAsyncDisposable
{
    private const int AtOnce = 250;
    private readonly DrillSettings _settings;
    private readonly DrillPlan _plan;
    private readonly DrillSender _sender;
    private readonly DrillReceiver _receiver;
    private readonly SortedDictionary<int, List<Action>> _due = [];
    private readonly ConcurrentQueue<DrillMessage> _waiting = new();
    private readonly ConcurrentDictionary<string, DrillMessage> _dated = new();
    private readonly HashSet<string> _sent = [];
    private volatile int _at = -1;
    private volatile int _to = -1;
    private volatile int _sending;
    private int _copies;
    private readonly HashSet<int> _babbled = [];
    private int _rounds;

    private DrillSystem(DrillSettings settings)
    {
        (_settings, _plan, _sender) = (settings, new DrillPlan(settings.Orders, settings.Seed), new DrillSender(settings));
        _receiver = new DrillReceiver(settings.Name, _plan, settings.Port, Told);
    }

    /// <summary>Obeys its standard input until that ends.</summary>
    public static async Task<int> RunAsync(string settings)
    {
        await using var system = new DrillSystem(JsonSerializer.Deserialize<DrillSettings>(settings)!);
        await system._receiver.BeAsync(up: true);
        var work = system.WorkAsync();
        while (await Console.In.ReadLineAsync() is { } line && !work.IsFaulted)
        {
            if (line == "report") await File.WriteAllTextAsync(system._settings.Journal, JsonSerializer.Serialize(system.Journal()));
            else system._to = int.Parse(line, CultureInfo.InvariantCulture);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new DrillState(system._at, system._waiting.Count + system._sending, system._sent.Count)));
        }
        if (work.IsFaulted) await work;
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.BeAsync(up: false);
        await _sender.DisposeAsync();
    }

    private async Task WorkAsync()
    {
        while (true)
        {
            while (_at < _to) Advance();
            var up = _at >= _plan.Orders || !_plan.IsDown(_settings.Name, _at);
            await _receiver.BeAsync(up);
            var batch = new List<DrillMessage>();
            while (up && batch.Count < AtOnce && _waiting.TryDequeue(out var next))
            {
                batch.Add(next);
                _sending = batch.Count;
            }
            if (batch.Count == 0) await Task.Delay(10);
            else await SendAsync(batch);
            _sending = 0;
        }
    }

    private void Advance()
    {
        _at++;
        if (_settings.Name != DrillPlan.Crm && _at < _plan.Orders)
        {
            foreach (var (happensAt, toldAt, said) in _plan.Says(_settings.Name, _at))
            {
                // First it happens, which gives it its time; the telling may be much later.
                Plan(happensAt, () => Dated(said));
                Plan(toldAt, () => _waiting.Enqueue(Dated(said)));
            }
        }
        while (_due.Count > 0 && _due.First() is var (at_, events) && at_ <= _at)
        {
            foreach (var happens in events) happens();
            _due.Remove(at_);
        }
    }

    private void Plan(int at, Action happens)
    {
        if (!_due.TryGetValue(at, out var list)) _due.Add(at, list = []);
        list.Add(happens);
    }

    /// <summary>The CRM speaks of what it was told.</summary>
    private void Told(int order, int status)
    {
        if (_settings.Name == DrillPlan.Crm && _plan.Answers(order, status) is { } said) _waiting.Enqueue(Dated(said));
    }

    /// <summary>A system knows when something happened; when it gets around to telling is another matter. A copy bears the first time.</summary>
    private DrillMessage Dated(DrillEvent said)
    {
        if (_dated.TryGetValue(said.Id, out var known)) return known;
        var now = TimeProvider.System.GetUtcNow() + said.Skew;
        return _dated[said.Id] = new DrillMessage(said.Id, said.OrderNo, JsonSerializer.Serialize(new { id = said.Id, orderNo = said.OrderNo, status = said.Word, occurredAt = now }));
    }

    private async Task SendAsync(List<DrillMessage> batch)
    {
        // Every fifth handful comes out of order.
        if (_plan.Chance(_rounds++, 4) < 0.2) batch = [.. batch.OrderBy(x => _plan.Chance(DrillPlan.OrderOf(x.OrderNo), 5 + x.Id.Length + x.Id[^1]))];
        var name = _settings.Name;
        var byQueue = batch.Where(x => name == DrillPlan.Wms || (name == DrillPlan.Crm && DrillPlan.OrderOf(x.OrderNo) % 2 == 0)).ToList();
        var byHttp = batch.Except(byQueue).ToList();
        if (byHttp.Count > 0) await _sender.PostAsync([.. byHttp.Select(x => JsonSerializer.Deserialize<JsonElement>(x.Json))]);
        var messages = byQueue.ConvertAll(x => (x.Id, DrillSender.Bytes(x.Json)));
        foreach (var order in byQueue.Where(x => x.Id.StartsWith(DrillPlan.Wms, StringComparison.Ordinal)).Select(x => DrillPlan.OrderOf(x.OrderNo)).Where(x => _plan.Babbles(x) && _babbled.Add(x)).Distinct().ToList())
        {
            messages.Add(($"babble-{order}", DrillSender.Bytes($"{{ order {order} went out")));
        }
        if (messages.Count > 0) await _sender.PublishAsync(messages);
        _copies += batch.Count(x => !_sent.Add(x.Id));
    }

    private DrillJournal Journal() => new()
    {
        Sent = _sent, Copies = _copies, Resends = _sender.Resends, Malformed = _babbled.Count, Outcomes = _sender.Outcomes, Told = _receiver.Copy(),
        Calls = _receiver.Calls, Repeats = _receiver.Repeats, Twice = _receiver.Twice, OutOfOrder = _receiver.OutOfOrder, Refused = _receiver.Refused,
    };
}
