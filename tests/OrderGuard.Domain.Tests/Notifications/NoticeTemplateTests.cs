using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;

namespace OrderGuard.Domain.Tests.Notifications;

public sealed class NoticeTemplateTests
{
    [Fact]
    public void A_line_whose_placeholders_are_all_empty_is_left_out()
    {
        var template = NoticeTemplate.Read("{title}\nOrder {order}\nFrom {warehouse} and {category}\n{{braces}}", out var problems)!;

        problems.ShouldBeEmpty();
        template.Fill(x => x is "title" ? "T" : x is "category" ? "food" : null).ShouldBe(("T", "From  and food\n{braces}"));
    }

    [Theory]
    [InlineData("a\nb {password}", 2, 3, "{password}")]
    [InlineData("{", 1, 1, "{")]
    [InlineData("ok }", 1, 4, "}")]
    [InlineData("{title.ToString()}", 1, 1, "{title.ToString()}")]
    public void What_is_no_placeholder_is_told_with_its_place(string text, int line, int column, string what)
    {
        NoticeTemplate.Read(text, out var problems).ShouldBeNull();
        problems.ShouldHaveSingleItem().ShouldBe(new TemplateProblem(line, column, what));
    }

    [Fact]
    public void What_a_value_says_is_never_read_as_a_placeholder() =>
        NoticeTemplate.Read("{title}", out _)!.Fill(_ => "{order}").Title.ShouldBe("{order}");

    [Theory]
    [InlineData("2026-03-02T13:59:59Z", null)]
    [InlineData("2026-03-02T14:00:00Z", "2026-03-02T23:00:00Z")]
    [InlineData("2026-03-02T22:59:59Z", "2026-03-02T23:00:00Z")]
    [InlineData("2026-03-02T23:00:00Z", null)]
    // A Sunday evening: the quiet does not begin, but Saturday's night lasts into Sunday.
    [InlineData("2026-03-01T14:30:00Z", null)]
    [InlineData("2026-02-28T20:00:00Z", "2026-02-28T23:00:00Z")]
    public void Quiet_hours_begin_on_their_weekdays_and_last_into_the_next_day(string now, string? end)
    {
        var quiet = new QuietHours { Days = [1, 2, 3, 4, 5, 6] };

        quiet.EndAt(At(now), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")).ShouldBe(end is null ? null : At(end));
    }

    [Fact]
    public void Where_the_clock_is_set_back_the_quiet_lasts_until_the_wall_says_so() =>
        new QuietHours().EndAt(At("2026-10-25T03:00:00Z"), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).ShouldBe(At("2026-10-25T06:00:00Z"));

    [Fact]
    public void A_token_comes_back_a_minute_after_its_use_and_the_last_are_kept_for_what_is_urgent()
    {
        var now = At("2026-03-02T12:00:00Z");
        var gate = ChannelGate.For(Domain.Tenancy.TenantId.New(), "robot");
        for (var i = 0; i < ChannelGate.PerMinute - ChannelGate.KeptForUrgent; i++) gate.Use(now);

        gate.NextAt(now, urgent: false).ShouldBe(now.AddMinutes(1));
        gate.NextAt(now, urgent: true).ShouldBe(now);
        for (var i = 0; i < ChannelGate.KeptForUrgent; i++) gate.Use(now.AddSeconds(30));
        gate.NextAt(now.AddSeconds(30), urgent: true).ShouldBe(now.AddMinutes(1));
        gate.Free(now.AddSeconds(60)).ShouldBe(ChannelGate.PerMinute - ChannelGate.KeptForUrgent);
    }

    [Fact]
    public void A_month_has_its_own_budget()
    {
        var gate = ChannelGate.For(Domain.Tenancy.TenantId.New(), ChannelGate.SmsBudget);

        gate.Spend(2, 2, At("2026-03-31T23:59:59Z")).ShouldBeTrue();
        gate.Spend(1, 2, At("2026-03-31T23:59:59Z")).ShouldBeFalse();
        gate.Spend(1, 2, At("2026-04-01T00:00:00Z")).ShouldBeTrue();
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
