using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Application.Timeouts;

/// <summary>Counts what a threshold in force and one that is tried make of the same histories.</summary>
internal sealed class ThresholdTally(TenantConfiguration configuration, TimeoutRule now, TimeoutRule then, string? category, TimeZoneInfo zone, DateTimeOffset asOf)
{
    private const int MostPoints = 60;
    private readonly IReadOnlyList<EscalationLevel> _levels = StandardEscalation.Find(configuration.Document, now.Escalation)?.Levels ?? [];
    private readonly SortedDictionary<DateOnly, (long Now, long Then)> _days = [];
    private readonly Dictionary<string, (long Armed, long Now, long Then)> _categories = new(StringComparer.Ordinal);
    private readonly Dictionary<int, LevelCount> _reached = [];
    private readonly List<long> _waits = [];
    private long _orders, _armed, _alertsNow, _alertsThen;

    public void Judge(OrderHistory history)
    {
        _orders++;
        var (own, tried) = (configuration.TermsOf(now, history.Subject), configuration.TermsOf(then, history.Subject));
        // The threshold that is tried is this order's only where no other override decides.
        var governed = category is null ? tried.Matched is null : tried.Matched == new RuleSubject(category);
        foreach (var waiting in TimeoutReplay.Judge(history.Entries, now, own, configuration.IsTerminal, asOf))
        {
            var ended = waiting.MetAt ?? asOf;
            var (late, wouldBe) = (waiting.Breached, ended > tried.DueAt(waiting.ArmedAt));
            _armed++;
            _alertsNow += late ? 1 : 0;
            _alertsThen += wouldBe ? 1 : 0;
            var key = history.Subject.Category ?? "";
            var count = _categories.GetValueOrDefault(key);
            _categories[key] = (count.Armed + 1, count.Now + (late ? 1 : 0), count.Then + (wouldBe ? 1 : 0));
            if (late) Alerted(own.DueAt(waiting.ArmedAt), ended, history, isThen: false);
            if (wouldBe) Alerted(tried.DueAt(waiting.ArmedAt), ended, history, isThen: true);
            if (governed) _waits.Add((tried.Working?.Between(waiting.ArmedAt, ended) ?? ended - waiting.ArmedAt).Ticks);
        }
    }

    public ThresholdTrial Sum(DateOnly from, DateOnly to)
    {
        _waits.Sort();
        var days = to.DayNumber - from.DayNumber + 1;
        return new ThresholdTrial
        {
            From = from, To = to, TimeZone = zone.Id, Now = Threshold(now), Then = Threshold(then), Orders = _orders, Armed = _armed, AlertsNow = _alertsNow, AlertsThen = _alertsThen,
            Curve = new DurationCurve([.. Thresholds().Select(x => new CurvePoint(TimeSpan.FromTicks(x), (double)Longer(x) / days))], Percentile(0.5), Percentile(0.95), _waits.Count),
            Days = [.. _days.Select(x => new TrialDay(x.Key, x.Value.Now, x.Value.Then))],
            ByCategory = [.. _categories.Select(x => new TrialShare(x.Key.Length == 0 ? null : x.Key, x.Value.Armed, x.Value.Now, x.Value.Then)).OrderByDescending(x => Math.Max(x.Now, x.Then)).ThenBy(x => x.Category, StringComparer.Ordinal)],
            Levels = [.. _levels.Select((x, i) => _reached.TryGetValue(i, out var count)
                ? new TrialLevel(i + 1, x.Does, count.Now, count.Then, count.Duties, count.Amounts)
                : new TrialLevel(i + 1, x.Does, 0, 0, new Dictionary<string, long>(), new Dictionary<string, decimal>()))],
        };
    }

    private void Alerted(DateTimeOffset due, DateTimeOffset ended, OrderHistory history, bool isThen)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(due, zone).Date);
        var (was, would) = _days.GetValueOrDefault(day);
        _days[day] = isThen ? (was, would + 1) : (was + 1, would);
        var at = due;
        for (var i = 0; i < _levels.Count; i++)
        {
            at += _levels[i].After;
            // Once the order had moved on, no further level would have come.
            if (at >= ended) break;
            if (!_reached.TryGetValue(i, out var count)) _reached[i] = count = new LevelCount();
            if (!isThen)
            {
                count.Now++;
                continue;
            }
            count.Then++;
            var duty = DutyRoster.RuleFor(configuration.Document, history.Subject.Category, history.Subject.Warehouse)?.Code ?? "";
            count.Duties[duty] = count.Duties.GetValueOrDefault(duty) + 1;
            if (_levels[i].Does is EscalationDeed.CloseAndRefund && history is { Amount: { } amount, Currency: { } currency })
                count.Amounts[currency] = count.Amounts.GetValueOrDefault(currency) + amount;
        }
    }

    private TimeSpan Threshold(TimeoutRule rule) => category is not null && rule.ByCategory.TryGetValue(category, out var own) ? own : rule.Within;

    /// <summary>Steps of equal ratio from the shortest to the longest of the waits, with both thresholds among them.</summary>
    private IEnumerable<long> Thresholds()
    {
        if (_waits.Count == 0) return [];
        double low = Math.Max(TimeSpan.FromSeconds(1).Ticks, _waits[_waits.Count / 100]), high = Math.Max(low * 2, _waits[^1]);
        return Enumerable.Range(0, MostPoints).Select(i => (long)(low * Math.Pow(high / low, i / (MostPoints - 1.0)))).Append(Threshold(now).Ticks).Append(Threshold(then).Ticks).Distinct().Order();
    }

    /// <summary>How many waits are longer.</summary>
    private long Longer(long threshold)
    {
        int low = 0, high = _waits.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_waits[middle] <= threshold) low = middle + 1;
            else high = middle;
        }
        return _waits.Count - low;
    }

    private TimeSpan? Percentile(double share) => _waits.Count == 0 ? null : TimeSpan.FromTicks(_waits[(int)Math.Min(_waits.Count - 1, Math.Ceiling(share * _waits.Count) - 1)]);

    private sealed class LevelCount
    {
        public long Now { get; set; }
        public long Then { get; set; }
        public Dictionary<string, long> Duties { get; } = new(StringComparer.Ordinal);
        public Dictionary<string, decimal> Amounts { get; } = new(StringComparer.Ordinal);
    }
}
