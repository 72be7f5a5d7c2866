using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Domain.Tests.Timeouts;

public sealed class DutyRosterTests
{
    private static readonly string[] Team = [.. Enumerable.Range(1, 3).Select(x => new Guid(x, 0, 7, 0x80, 0, 0, 0, 0, 0, 0, 0).ToString())];

    private static RotationDefinition Weekly(string zone = "Asia/Shanghai") => new()
    {
        Code = "desk", People = Team, TimeZone = zone, Period = RotationPeriod.Weekly, HandOverOn = DayOfWeek.Monday, HandOverAt = new TimeOnly(9, 0), Since = new DateOnly(2026, 3, 4),
    };

    [Theory]
    [InlineData("2026-03-02T08:59:59+08:00", 2)] // the turn before the first is the last person's
    [InlineData("2026-03-02T09:00:00+08:00", 0)]
    [InlineData("2026-03-09T08:59:59+08:00", 0)]
    [InlineData("2026-03-09T09:00:00+08:00", 1)]
    [InlineData("2026-03-16T09:00:00+08:00", 2)]
    [InlineData("2026-03-23T09:00:00+08:00", 0)]
    public void A_week_begins_with_its_hand_over_and_not_a_moment_before(string at, int person) =>
        DutyRoster.ShiftAt(Weekly(), DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)).Person.ShouldBe(Team[person]);

    [Fact]
    public void Over_the_change_to_summer_time_the_hand_over_keeps_its_local_hour_and_the_shift_is_an_hour_shorter()
    {
        var daily = Weekly("Europe/Berlin") with { Period = RotationPeriod.Daily };

        var shift = DutyRoster.ShiftAt(daily, new DateTimeOffset(2026, 3, 29, 0, 0, 0, TimeSpan.Zero));

        shift.From.ShouldBe(new DateTimeOffset(2026, 3, 28, 8, 0, 0, TimeSpan.Zero));
        shift.Until.ShouldBe(new DateTimeOffset(2026, 3, 29, 7, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("2026-03-29T00:59:59Z", false)]
    [InlineData("2026-03-29T01:30:00Z", true)]
    public void A_hand_over_in_the_hour_that_summer_time_takes_happens_after_the_gap(string at, bool handedOver)
    {
        var daily = Weekly("Europe/Berlin") with { Period = RotationPeriod.Daily, HandOverAt = new TimeOnly(2, 30) };
        var before = DutyRoster.ShiftAt(daily, new DateTimeOffset(2026, 3, 28, 20, 0, 0, TimeSpan.Zero)).Person;

        (DutyRoster.ShiftAt(daily, DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)).Person != before).ShouldBe(handedOver);
    }

    [Fact]
    public void A_year_of_shifts_leaves_no_gap_and_each_instant_agrees_with_its_shift()
    {
        var rotation = Weekly("America/New_York") with
        {
            Period = RotationPeriod.Daily,
            StandIns = [new RotationOverride(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 6, 3, 12, 0, 0, TimeSpan.Zero), null)],
        };
        var (from, until) = (new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));

        var shifts = DutyRoster.Shifts(rotation, from, until);

        shifts[0].From.ShouldBe(from);
        shifts[^1].Until.ShouldBe(until);
        shifts.Zip(shifts.Skip(1)).ShouldAllBe(x => x.First.Until == x.Second.From);
        var random = new Random(3);
        for (var i = 0; i < 2_000; i++)
        {
            var at = from.AddMinutes(random.Next((int)(until - from).TotalMinutes));
            DutyRoster.ShiftAt(rotation, at).Person.ShouldBe(shifts.Single(x => x.From <= at && at < x.Until).Person);
        }
    }

    [Fact]
    public void An_override_lies_over_the_turn_and_the_last_of_several_counts()
    {
        var monday = new DateTimeOffset(2026, 3, 9, 9, 0, 0, TimeSpan.FromHours(8));
        var rotation = Weekly() with
        {
            StandIns = [new RotationOverride(monday.AddDays(1), monday.AddDays(3), Team[2]), new RotationOverride(monday.AddDays(2), monday.AddDays(4), null)],
        };

        DutyRoster.ShiftAt(rotation, monday).Until.ShouldBe(monday.AddDays(1));
        DutyRoster.ShiftAt(rotation, monday.AddDays(1)).Person.ShouldBe(Team[2]);
        DutyRoster.ShiftAt(rotation, monday.AddDays(2)).Person.ShouldBeNull();
        DutyRoster.ShiftAt(rotation, monday.AddDays(4)).Person.ShouldBe(Team[1]);
    }

    [Fact]
    public void The_narrowest_rule_that_fits_decides_and_of_equals_the_first()
    {
        var document = new ConfigurationDocument
        {
            Duties =
            [
                new DutyRule { Code = "all" }, new DutyRule { Code = "cold", Category = "cold-chain" }, new DutyRule { Code = "hz", Warehouse = "HZ-1" },
                new DutyRule { Code = "cold-hz", Category = "cold-chain", Warehouse = "HZ-1" }, new DutyRule { Code = "vip", Attributes = new Dictionary<string, string> { ["tier"] = "vip" } },
                new DutyRule { Code = "all-again" },
            ],
        };

        Decides("pantry", null).ShouldBe("all");
        Decides("cold-chain", null).ShouldBe("cold");
        Decides("pantry", "HZ-1").ShouldBe("hz");
        Decides("cold-chain", "HZ-1").ShouldBe("cold-hz");
        Decides("cold-chain", "HZ-1", "vip").ShouldBe("vip");
        Decides("cold-chain", "HZ-1", "plain").ShouldBe("cold-hz");

        string? Decides(string? category, string? warehouse, string? tier = null) =>
            DutyRoster.RuleFor(document, category, warehouse, tier is null ? null : new Dictionary<string, string> { ["tier"] = tier })?.Code;
    }

    [Fact]
    public void Owner_and_backup_come_from_a_person_or_a_rotation_and_else_nobody_is_on_duty()
    {
        var document = new ConfigurationDocument { Rotations = [Weekly()] };
        var rule = new DutyRule { Code = "all", Owner = new DutyHolder { Rotation = "desk" }, Backup = new DutyHolder { Person = Team[2] } };
        var now = new DateTimeOffset(2026, 3, 9, 9, 0, 0, TimeSpan.FromHours(8));

        DutyRoster.OnDuty(document, rule, DutySide.Owner, now).ShouldBe(new UserId(Guid.Parse(Team[1])));
        DutyRoster.OnDuty(document, rule, DutySide.Backup, now).ShouldBe(new UserId(Guid.Parse(Team[2])));
        DutyRoster.OnDuty(document, rule with { Owner = null }, DutySide.Owner, now).ShouldBeNull();
        DutyRoster.OnDuty(document, rule with { Owner = new DutyHolder { Rotation = "gone" } }, DutySide.Owner, now).ShouldBeNull();
        DutyRoster.OnDuty(document, null, DutySide.Owner, now).ShouldBeNull();
    }
}
