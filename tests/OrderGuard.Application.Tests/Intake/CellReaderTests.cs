using System.Globalization;
using OrderGuard.Application.Intake;

namespace OrderGuard.Application.Tests.Intake;

public sealed class CellReaderTests
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    [Theory]
    [InlineData("2026-11-22 10:00:05", "2026-11-22T02:00:05Z")]
    [InlineData("2026-11-22T10:00:05.123", "2026-11-22T02:00:05.123Z")]
    [InlineData("2026/1/2 9:05", "2026-01-02T01:05:00Z")]
    [InlineData("2026年1月2日 9:05", "2026-01-02T01:05:00Z")]
    [InlineData("2026-11-22", "2026-11-21T16:00:00Z")]
    [InlineData("20261122100005", "2026-11-22T02:00:05Z")]
    [InlineData("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z")]
    [InlineData("2026-11-22 10:00:00+03:00", "2026-11-22T07:00:00Z")]
    [InlineData("2026-11-22T10:00:00.5-03:00", "2026-11-22T13:00:00.5Z")]
    public void Times_are_read_as_programs_write_them(string text, string instant) =>
        CellReader.Time(text, null, Shanghai).ShouldBe(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("22/11/2026 10:00")]
    [InlineData("2026-13-01 10:00:00")]
    [InlineData("2026-02-30")]
    [InlineData("yesterday")]
    [InlineData("2026-11-22 25:00:00")]
    public void What_could_mean_two_days_or_none_is_not_read(string text) => CellReader.Time(text, null, Shanghai).ShouldBeNull();

    [Fact]
    public void The_profiles_own_format_decides()
    {
        CellReader.Time("03/04/2026 10:00", "dd/MM/yyyy HH:mm", Shanghai).ShouldBe(new DateTimeOffset(2026, 4, 3, 2, 0, 0, TimeSpan.Zero));
        CellReader.Time("2026-04-03 10:00:00", "dd/MM/yyyy HH:mm", Shanghai).ShouldBeNull();
        CellReader.Time("03/04/2026 10:00 +01:00", "dd/MM/yyyy HH:mm zzz", Shanghai).ShouldBe(new DateTimeOffset(2026, 4, 3, 9, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("199.90", 199.90)]
    [InlineData("1,234.50", 1234.50)]
    [InlineData("1.234,50", 1234.50)]
    [InlineData("12,5", 12.5)]
    [InlineData("1,234", 1234)]
    [InlineData("1,234,567", 1234567)]
    [InlineData("¥ 4,120.00", 4120)]
    [InlineData("-3.5", -3.5)]
    [InlineData("1.5e3", 1500)]
    public void Numbers_are_read_with_either_mark(string text, decimal value) => CellReader.Number(text).ShouldBe(value);

    [Theory]
    [InlineData("abc")]
    [InlineData("12 apples")]
    [InlineData("")]
    [InlineData("1e99")]
    public void What_is_no_number_is_not_read(string text) => CellReader.Number(text).ShouldBeNull();

    [Theory]
    [InlineData("  ", null)]
    [InlineData("NULL", null)]
    [InlineData("NaN", null)]
    [InlineData("0000-00-00 00:00:00", null)]
    [InlineData(" 冷链 ", "冷链")]
    public void The_words_for_nothing_are_known(string cell, string? text) => CellReader.Text(cell).ShouldBe(text);
}
