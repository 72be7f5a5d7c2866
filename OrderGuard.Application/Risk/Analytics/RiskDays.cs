namespace OrderGuard.Application.Risk.Analytics;

/// <summary>Counts by the hour gathered into the days of the company's zone, and days into steps.</summary>
/// <param name="origin">Midnight of the first day counted: so an hour of the count is an hour of the clock on the wall, also in zones half an hour off.</param>
internal sealed class RiskDays(TimeZoneInfo zone, DateTimeOffset origin)
{
    private const int MostDaysByDay = 16;
    private readonly Dictionary<DateOnly, RiskFigures> _days = [];

    public void Add(long hour, RiskFigures figures)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(origin.AddHours(hour), zone).Date);
        _days[day] = _days.GetValueOrDefault(day, RiskFigures.None) + figures;
    }

    /// <summary>All of the days from one to another, both included.</summary>
    public RiskFigures Of(DateOnly first, DateOnly last) =>
        _days.Where(x => x.Key >= first && x.Key <= last).Aggregate(RiskFigures.None, (sum, x) => sum + x.Value);

    /// <summary>Days of a short period, weeks of a longer one; the first of them may be shorter.</summary>
    public IReadOnlyList<RiskStep> Steps(DateOnly first, DateOnly last, DateOnly completeUntil)
    {
        var length = last.DayNumber - first.DayNumber < MostDaysByDay ? 1 : 7;
        var steps = new List<RiskStep>();
        for (var to = last; to >= first; to = to.AddDays(-length))
        {
            var from = to.AddDays(1 - length) < first ? first : to.AddDays(1 - length);
            steps.Add(new RiskStep(from, to, Of(from, to), to <= completeUntil));
        }
        steps.Reverse();
        return steps;
    }
}
