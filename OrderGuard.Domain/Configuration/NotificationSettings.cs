using OrderGuard.Domain.Intake;

namespace OrderGuard.Domain.Configuration;

/// <summary>When and how people are told.</summary>
public sealed record NotificationSettings
{
    /// <summary>No quiet hours where none are given.</summary>
    public QuietHours? QuietHours { get; init; }

    /// <summary>Text messages that may be sent in a calendar month.</summary>
    public int SmsMonthlyBudget { get; init; } = 500;

    /// <summary><c>event.kind.language</c> → the text, whose first line is the title; what is not here keeps its preset.</summary>
    public IReadOnlyDictionary<string, string> Templates { get; init; } = new Dictionary<string, string>();
}

/// <summary>Hours in which nobody is disturbed without need.</summary>
public sealed record QuietHours
{
    /// <summary>IANA zone; null: the company's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Times of day, <c>HH:mm</c>; an end that is not after the start is on the next day.</summary>
    public string Begins { get; init; } = "22:00";
    public string Ends { get; init; } = "07:00";

    /// <summary>The weekdays on which it begins, 1 (Monday) to 7 (Sunday).</summary>
    public IReadOnlyList<int> Days { get; init; } = [1, 2, 3, 4, 5, 6, 7];

    /// <summary>When the quiet ends that reigns at <paramref name="now"/>; null: it does not.</summary>
    public DateTimeOffset? EndAt(DateTimeOffset now, TimeZoneInfo zone)
    {
        if (!TryTime(Begins, out var from) || !TryTime(Ends, out var until)) return null;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        DateTimeOffset? latest = null;
        foreach (var day in new[] { today.AddDays(-1), today })
        {
            if (!Days.Contains(day.DayOfWeek is DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek)) continue;
            var start = LocalTimes.ToInstant(day.ToDateTime(from), zone);
            var end = LocalTimes.ToInstant((until > from ? day : day.AddDays(1)).ToDateTime(until), zone);
            if (start <= now && now < end && (latest is null || end > latest)) latest = end;
        }
        return latest;
    }

    public static bool TryTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, "HH:mm", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out time);
}
