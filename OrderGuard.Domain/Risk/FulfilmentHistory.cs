using System.Globalization;

namespace OrderGuard.Domain.Risk;

/// <summary>How often something happened in a span of time, and the sum of what was measured.</summary>
public readonly record struct FulfilmentTally(int Count, double Sum)
{
    public double Mean => Count == 0 ? 0 : Sum / Count;
}

/// <summary>What has happened to a company's orders, to be asked for the time before any moment.</summary>
/// <remarks>
/// Each measure is a row of events sorted by when they became known, with running sums: a window is two binary searches, so the same
/// history answers for one new order and for years of past ones, and never sees past the moment that it is asked for.
/// </remarks>
public sealed class FulfilmentHistory
{
    /// <summary>How far back the shares and means look.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(28);
    public const int DemandDays = 14;
    private const string Everything = "";

    private readonly Dictionary<(FulfilmentMeasure Measure, string Key), Series> _series = [];
    private readonly Dictionary<string, Dictionary<int, double>> _demand = new(StringComparer.Ordinal);
    private readonly TimeZoneInfo _zone;

    private FulfilmentHistory(TimeZoneInfo zone) => _zone = zone;

    /// <summary>A history of orders in any order; <paramref name="zone"/> is the company's.</summary>
    public static FulfilmentHistory Of(IEnumerable<FulfilmentRecord> records, TimeZoneInfo zone)
    {
        var history = new FulfilmentHistory(zone);
        foreach (var record in records) history.Add(record);
        foreach (var series in history._series.Values) series.Freeze();
        return history;
    }

    /// <summary>The full hour at or before the moment: what the indicators of all orders of that hour look back from.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset moment) => new(moment.UtcTicks - moment.UtcTicks % TimeSpan.TicksPerHour, TimeSpan.Zero);

    /// <summary>The events of a measure in [to − back, to); without a key, of the whole company.</summary>
    public FulfilmentTally Before(DateTimeOffset to, TimeSpan back, FulfilmentMeasure measure, string key = Everything) =>
        _series.TryGetValue((measure, key), out var series) ? series.Between((to - back).UtcTicks, to.UtcTicks) : default;

    /// <summary>The time of the week that a moment lies in, by which hour and weekday are judged: a quarter of a day.</summary>
    public string SlotOf(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, _zone);
        return string.Create(CultureInfo.InvariantCulture, $"{(int)local.DayOfWeek}-{local.Hour / 6}");
    }

    /// <summary>The deviation of an article's daily demand over the whole days before the moment, as a share of its mean; null where there was none.</summary>
    public double? Volatility(string sku, DateTimeOffset before)
    {
        if (!_demand.TryGetValue(sku, out var days)) return null;
        var today = DayOf(before);
        double sum = 0, squares = 0;
        for (var day = today - DemandDays; day < today; day++)
        {
            var quantity = days.GetValueOrDefault(day);
            sum += quantity;
            squares += quantity * quantity;
        }
        if (sum <= 0) return null;
        var mean = sum / DemandDays;
        return Math.Sqrt(Math.Max(0, squares / DemandDays - mean * mean)) / mean;
    }

    private void Add(FulfilmentRecord x)
    {
        Note(x, FulfilmentMeasure.Placed, x.PlacedAt, Everything, 1);
        if (x.Amount is { } amount and > 0)
        {
            Note(x, FulfilmentMeasure.Amount, x.PlacedAt, Everything, (double)amount);
            Note(x, FulfilmentMeasure.Amount, x.PlacedAt, x.Category, (double)amount);
        }
        if (x.Warehouse is not null)
        {
            Note(x, FulfilmentMeasure.WarehouseIn, x.PlacedAt, x.Warehouse, 1);
            Note(x, FulfilmentMeasure.WarehouseOut, x.LeftAt, x.Warehouse, 1);
        }
        Note(x, FulfilmentMeasure.Carried, x.ShippedAt, x.Carrier, 1);
        if (x.Outcome is { } outcome)
        {
            var late = outcome.Late ? 1.0 : 0.0;
            Note(x, FulfilmentMeasure.Outcome, outcome.KnownAt, Everything, late);
            Note(x, FulfilmentMeasure.CarrierOutcome, outcome.KnownAt, x.Carrier, late);
            Note(x, FulfilmentMeasure.RouteOutcome, outcome.KnownAt, x.Route, late);
            Note(x, FulfilmentMeasure.ProvinceOutcome, outcome.KnownAt, x.Province, late);
            Note(x, FulfilmentMeasure.CategoryOutcome, outcome.KnownAt, x.Category, late);
            Note(x, FulfilmentMeasure.SlotOutcome, outcome.KnownAt, SlotOf(x.PlacedAt), late);
        }
        if (x.DeliveredAt is { } delivered && delivered > x.PlacedAt)
        {
            var hours = (delivered - x.PlacedAt).TotalHours;
            Note(x, FulfilmentMeasure.Duration, delivered, Everything, hours);
            Note(x, FulfilmentMeasure.CategoryDuration, delivered, x.Category, hours);
            Note(x, FulfilmentMeasure.WarehouseDuration, delivered, x.Warehouse, hours);
            Note(x, FulfilmentMeasure.ProvinceDuration, delivered, x.Province, hours);
        }
        if (x.ConfirmedAt is { } confirmed && confirmed >= x.PlacedAt) Note(x, FulfilmentMeasure.Confirming, confirmed, x.Source, (confirmed - x.PlacedAt).TotalHours);
        var judged = x.PlacedAt + FulfilmentRecord.ConfirmWithin;
        Note(x, FulfilmentMeasure.PaymentTrouble, judged.AddTicks(1), x.PaymentMethod, x.TroubledBy(judged.AddTicks(1)) == true ? 1 : 0);
        foreach (var line in x.Lines)
        {
            if (line.Sku is not { Length: > 0 } sku) continue;
            if (!_demand.TryGetValue(sku, out var days)) _demand[sku] = days = [];
            days[DayOf(x.PlacedAt)] = days.GetValueOrDefault(DayOf(x.PlacedAt)) + (double)(line.Quantity ?? 1);
        }
    }

    private void Note(FulfilmentRecord record, FulfilmentMeasure measure, DateTimeOffset? at, string? key, double value)
    {
        if (key is null || at is not { } moment || moment > record.PlacedAt + FulfilmentRecord.Patience) return;
        if (!_series.TryGetValue((measure, key), out var series)) _series[(measure, key)] = series = new Series();
        series.Add(moment.UtcTicks, value);
    }

    private static int DayOf(DateTimeOffset moment) => (int)(moment.UtcTicks / TimeSpan.TicksPerDay);

    private sealed class Series
    {
        private readonly List<(long At, double Value)> _events = [];
        private long[] _at = [];
        private double[] _sums = [];

        public void Add(long at, double value) => _events.Add((at, value));

        public void Freeze()
        {
            _events.Sort(static (a, b) => a.At.CompareTo(b.At));
            (_at, _sums) = (new long[_events.Count], new double[_events.Count + 1]);
            for (var i = 0; i < _events.Count; i++) (_at[i], _sums[i + 1]) = (_events[i].At, _sums[i] + _events[i].Value);
            _events.Clear();
            _events.TrimExcess();
        }

        public FulfilmentTally Between(long from, long to)
        {
            var (first, end) = (FirstAtOrAfter(from), FirstAtOrAfter(to));
            return first >= end ? default : new FulfilmentTally(end - first, _sums[end] - _sums[first]);
        }

        private int FirstAtOrAfter(long at)
        {
            int low = 0, high = _at.Length;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (_at[middle] < at) low = middle + 1;
                else high = middle;
            }
            return low;
        }
    }
}

/// <summary>What a history counts and adds up.</summary>
public enum FulfilmentMeasure
{
    Placed,
    Amount,
    WarehouseIn,
    WarehouseOut,
    Carried,
    Outcome,
    CarrierOutcome,
    RouteOutcome,
    ProvinceOutcome,
    CategoryOutcome,
    SlotOutcome,
    Duration,
    CategoryDuration,
    WarehouseDuration,
    ProvinceDuration,
    Confirming,
    PaymentTrouble,
}
