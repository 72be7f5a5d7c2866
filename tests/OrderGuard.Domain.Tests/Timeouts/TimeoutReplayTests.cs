using FsCheck;
using FsCheck.Fluent;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Domain.Tests.Timeouts;

public sealed class TimeoutReplayTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Late = Noon.AddDays(30);
    private static readonly TimeoutRule Payment = new()
    {
        Code = "payment", From = 10, Until = 20, Within = TimeSpan.FromMinutes(60), ByCategory = new Dictionary<string, TimeSpan> { ["cold-chain"] = TimeSpan.FromMinutes(30) },
    };

    [Theory]
    [InlineData(59.99, false)]
    [InlineData(60, false)]
    [InlineData(60.01, true)]
    public void It_is_breached_when_more_than_the_duration_passes(double minutes, bool breached) =>
        Judge(Payment, [At(10, 0), At(20, minutes)]).ShouldBe([new Waiting(Noon, Noon.AddMinutes(minutes), breached)]);

    [Theory]
    [InlineData(60, false)]
    [InlineData(60.01, true)]
    public void What_is_still_unmet_is_judged_at_the_end(double minutes, bool breached) =>
        Judge(Payment, [At(10, 0)], asOf: Noon.AddMinutes(minutes)).ShouldBe([new Waiting(Noon, null, breached)]);

    [Fact]
    public void A_category_has_its_own_duration() =>
        TimeoutReplay.Judge([At(10, 0), At(20, 45)], Payment, WorkingCalendars.None.TermsOf(Payment, new RuleSubject("cold-chain")), IsTerminal, Late).Single().Breached.ShouldBeTrue();

    [Fact]
    public void A_later_status_meets_it_and_so_does_an_end()
    {
        Judge(Payment, [At(10, 0), At(50, 10)]).Single().MetAt.ShouldBe(Noon.AddMinutes(10));
        Judge(Payment with { From = 20, Until = 95 }, [At(20, 0), At(90, 10)]).Single().MetAt.ShouldBe(Noon.AddMinutes(10));
    }

    [Fact]
    public void An_order_that_was_past_the_end_was_never_waiting() => Judge(Payment with { From = 20, Until = 50 }, [At(50, 0), At(20, 10), At(70, 99)]).ShouldBeEmpty();

    [Fact]
    public void An_order_that_was_taken_back_waits_again() =>
        Judge(Payment, [At(10, 0), At(20, 5), new StatusEntry(10, Noon.AddMinutes(10), Rollback: true), At(20, 100)]).Select(x => x.Breached).ShouldBe([false, true]);

    [Fact]
    public void What_happened_after_the_end_is_not_looked_at() =>
        Judge(Payment, [At(10, 0), At(20, 30)], asOf: Noon.AddMinutes(20)).ShouldBe([new Waiting(Noon, null, false)]);

    [Fact]
    public void The_order_in_which_entries_are_given_does_not_matter() =>
        Prop.ForAll(Histories(), x => Judge(Payment, x).SequenceEqual(Judge(Payment, [.. x.Reverse()]))).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_going_back_it_is_the_first_entry_and_the_first_end_after_it() =>
        Prop.ForAll(Histories(), entries =>
        {
            var sorted = entries.OrderBy(x => x.At).ThenBy(x => x.Status).ToList();
            var start = sorted.FindIndex(x => x.Status == 10);
            var end = sorted.FindIndex(x => x.Status >= 20);
            var judged = Judge(Payment, entries).ToList();
            if (start < 0 || (end >= 0 && end < start)) return judged.Count == 0;
            DateTimeOffset? met = end < 0 ? null : sorted[end].At;
            return judged.SequenceEqual([new Waiting(sorted[start].At, met, (met ?? Late) - sorted[start].At > Payment.Within)]);
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<StatusEntry[]> Histories() => (
        from status in Gen.Elements(5, 10, 20, 50, 70, 90)
        from minutes in Gen.Choose(0, 240)
        select At(status, minutes)).ArrayOf().ToArbitrary();

    private static StatusEntry At(int status, double minutes) => new(status, Noon.AddMinutes(minutes), Rollback: false);

    private static bool IsTerminal(int status) => status >= 80;

    private static IEnumerable<Waiting> Judge(TimeoutRule rule, StatusEntry[] entries, DateTimeOffset? asOf = null) => TimeoutReplay.Judge(entries, rule, WorkingCalendars.None.TermsOf(rule, new RuleSubject()), IsTerminal, asOf ?? Late);
}
