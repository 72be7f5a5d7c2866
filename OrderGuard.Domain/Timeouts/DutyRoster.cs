using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Timeouts;

/// <summary>Tells who is on duty: by the narrowest rule that fits an order, and by whose turn it is.</summary>
public static class DutyRoster
{
    /// <summary>The rule that decides for an order; null: nobody answers for it.</summary>
    public static DutyRule? RuleFor(ConfigurationDocument document, Order order) => Narrowest(document.Duties.Where(x => x.Fits(order)));

    public static DutyRule? RuleFor(ConfigurationDocument document, string? category, string? warehouse, IReadOnlyDictionary<string, string>? attributes = null) =>
        Narrowest(document.Duties.Where(x => x.Fits(category, warehouse, attributes)));

    /// <summary>Who is on duty on that side of the rule; null: nobody.</summary>
    public static UserId? OnDuty(ConfigurationDocument document, DutyRule? rule, DutySide side, DateTimeOffset now)
    {
        var holder = rule?.Holder(side);
        var person = holder?.Person
            ?? (holder?.Rotation is { } code && document.Rotations.FirstOrDefault(x => x.Code == code) is { } rotation ? ShiftAt(rotation, now).Person : null);
        return Guid.TryParse(person, out var id) ? new UserId(id) : null;
    }

    /// <summary>Whose turn it is at an instant, and from when until when.</summary>
    public static Shift ShiftAt(RotationDefinition rotation, DateTimeOffset now)
    {
        var (turn, from, until) = TurnAt(rotation, now);
        var shift = new Shift(from, until, rotation.People.Count == 0 ? null : rotation.People[Modulo(turn, rotation.People.Count)], false);
        foreach (var over in rotation.StandIns)
        {
            // What lies over this instant replaces the shift; what lies beside it cuts it short.
            if (over.From <= now && now < over.Until) shift = new Shift(over.From, over.Until, over.Person, true);
            else if (over.From > now && over.From < shift.Until) shift = shift with { Until = over.From };
            else if (over.Until <= now && over.Until > shift.From) shift = shift with { From = over.Until };
        }
        return shift;
    }

    /// <summary>The shifts from one instant to another, one after the other without a gap.</summary>
    public static IReadOnlyList<Shift> Shifts(RotationDefinition rotation, DateTimeOffset from, DateTimeOffset until)
    {
        var shifts = new List<Shift>();
        for (var at = from; at < until;)
        {
            var shift = ShiftAt(rotation, at);
            var end = shift.Until < until ? shift.Until : until;
            if (shifts.Count > 0 && shifts[^1].Person == shift.Person && shifts[^1].Overridden == shift.Overridden) shifts[^1] = shifts[^1] with { Until = end };
            else shifts.Add(shift with { From = at, Until = end });
            at = end;
        }
        return shifts;
    }

    private static DutyRule? Narrowest(IEnumerable<DutyRule> rules) => rules.OrderByDescending(x => x.Narrowness()).FirstOrDefault();

    /// <summary>The turn that an instant lies in: counted from the first person's, by hand-overs in local time.</summary>
    private static (int Turn, DateTimeOffset From, DateTimeOffset Until) TurnAt(RotationDefinition rotation, DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(rotation.TimeZone);
        var days = rotation.Period switch { RotationPeriod.Daily => 1, RotationPeriod.Weekly => 7, _ => 14 };
        var first = days == 1 ? rotation.Since : rotation.Since.AddDays(-Modulo((int)rotation.Since.DayOfWeek - (int)rotation.HandOverOn, 7));
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var turn = (int)Math.Floor((today.DayNumber - first.DayNumber) / (double)days);
        while (HandOver(turn) > now) turn--;
        while (HandOver(turn + 1) <= now) turn++;
        return (turn, HandOver(turn), HandOver(turn + 1));

        DateTimeOffset HandOver(int number) => LocalTimes.ToInstant(first.AddDays(number * days).ToDateTime(rotation.HandOverAt), zone);
    }

    private static int Modulo(int number, int by) => (number % by + by) % by;
}
