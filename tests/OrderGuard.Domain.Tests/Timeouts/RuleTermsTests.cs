using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Domain.Tests.Timeouts;

public sealed class RuleTermsTests
{
    private static readonly DateTimeOffset FridayEvening = new(2026, 11, 20, 17, 30, 0, TimeSpan.FromHours(8));

    private static readonly ConfigurationDocument Document = new()
    {
        Calendars =
        [
            new CalendarDefinition
            {
                Code = "office", TimeZone = "Asia/Shanghai",
                Weekly = new WeeklyHours { Monday = [Day], Tuesday = [Day], Wednesday = [Day], Thursday = [Day], Friday = [Day] },
            },
        ],
    };

    private static readonly TimeoutRule Rule = new()
    {
        Code = "packing", From = 30, Until = 40, Within = TimeSpan.FromMinutes(100),
        ByCategory = new Dictionary<string, TimeSpan> { ["cold-chain"] = TimeSpan.FromMinutes(1) },
        Overrides =
        [
            new TimeoutOverride { Channel = "tmall", Within = TimeSpan.FromMinutes(2) },
            new TimeoutOverride { Warehouse = "HZ-1", Within = TimeSpan.FromMinutes(3) },
            new TimeoutOverride { Channel = "tmall", CustomerClass = "vip", Within = TimeSpan.FromMinutes(4) },
            new TimeoutOverride { Category = "cold-chain", Warehouse = "HZ-1", Within = TimeSpan.FromMinutes(60), Calendar = "office" },
        ],
    };

    private static OpeningHours Day => new(TimeSpan.FromHours(9), TimeSpan.FromHours(18));

    [Theory]
    [InlineData(null, null, null, null, 100)]
    [InlineData("toys", "jd", "SH-1", "vip", 100)]
    [InlineData("cold-chain", null, null, null, 1)]
    [InlineData("cold-chain", "tmall", null, null, 1)]      // of two with one condition, the category's stands first
    [InlineData(null, "tmall", "HZ-1", null, 2)]            // of two overrides, the first
    [InlineData(null, "tmall", "HZ-1", "vip", 4)]           // two conditions before one
    [InlineData("cold-chain", "tmall", "HZ-1", "vip", 4)]   // two with two: the first
    [InlineData("cold-chain", "jd", "HZ-1", null, 60)]
    public void The_most_specific_override_counts_and_the_first_of_equals(string? category, string? channel, string? warehouse, string? customerClass, int minutes) =>
        Terms(Rule, new RuleSubject(category, channel, warehouse, customerClass)).Within.TotalMinutes.ShouldBe(minutes);

    [Fact]
    public void An_override_with_a_calendar_counts_its_working_time_and_the_rule_goes_on_counting_time_as_it_passes()
    {
        Terms(Rule, new RuleSubject("cold-chain", Warehouse: "HZ-1")).DueAt(FridayEvening).ShouldBe(FridayEvening.AddDays(2).AddHours(16));
        Terms(Rule, new RuleSubject()).DueAt(FridayEvening).ShouldBe(FridayEvening.AddMinutes(100));
    }

    [Fact]
    public void A_working_rule_is_judged_by_working_time()
    {
        var rule = Rule with { Clock = TimeoutClock.Working, Calendar = "office", Overrides = [] };
        StatusEntry[] Packed(DateTimeOffset at) => [new(30, FridayEvening, false), new(40, at, false)];
        var terms = Terms(rule, new RuleSubject());

        var limit = new DateTimeOffset(2026, 11, 23, 10, 10, 0, TimeSpan.FromHours(8));
        TimeoutReplay.Judge(Packed(limit), rule, terms, _ => false, limit.AddDays(1)).Single().Breached.ShouldBeFalse();
        TimeoutReplay.Judge(Packed(limit.AddSeconds(1)), rule, terms, _ => false, limit.AddDays(1)).Single().Breached.ShouldBeTrue();
    }

    private static RuleTerms Terms(TimeoutRule rule, RuleSubject order) => WorkingCalendars.Of(Document).TermsOf(rule, order);
}
