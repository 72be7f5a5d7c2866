using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Domain.Tests.Timeouts;

public sealed class SavedMinutesTests
{
    [Fact]
    public void A_taken_timeout_counts_with_what_it_was_quicker_than_the_untaken_or_slower()
    {
        var untaken = Enumerable.Range(0, 11).Select(x => new SettledTimeout("payment", false, TimeSpan.FromMinutes(55 + x))).ToList();

        var saved = SavedMinutes.Of([Taken(20), Taken(70), .. untaken], untaken);

        saved.ShouldBe(new SavedMinutes((60 - 20) + (60 - 70), 2, 0));
    }

    [Fact]
    public void Where_too_few_were_left_untaken_nothing_is_claimed()
    {
        var untaken = Enumerable.Range(0, SavedMinutes.LeastUntaken - 1).Select(_ => new SettledTimeout("payment", false, TimeSpan.FromHours(5))).ToList();

        SavedMinutes.Of([Taken(1)], untaken).ShouldBe(new SavedMinutes(0, 0, 1));
    }

    [Fact]
    public void Each_monitoring_point_is_compared_with_itself()
    {
        var untaken = Enumerable.Range(0, 10).SelectMany(_ => new[] { new SettledTimeout("payment", false, TimeSpan.FromMinutes(10)), new SettledTimeout("dispatch", false, TimeSpan.FromHours(10)) });

        SavedMinutes.Of([Taken(4)], untaken).Minutes.ShouldBe(6);
    }

    [Theory]
    [InlineData(0.5, 3)]
    [InlineData(0.95, 4.8)]
    [InlineData(0, 1)]
    [InlineData(1, 5)]
    public void Quantiles_lie_between_the_two_nearest(double share, double minutes) =>
        Quantiles.Of([.. new[] { 5, 1, 4, 2, 3 }.Select(x => TimeSpan.FromMinutes(x))], share)!.Value.TotalMinutes.ShouldBe(minutes, 1e-9);

    [Fact]
    public void Of_nothing_there_is_no_quantile() => Quantiles.Of([], 0.5).ShouldBeNull();

    private static SettledTimeout Taken(int minutes) => new("payment", true, TimeSpan.FromMinutes(minutes));
}
