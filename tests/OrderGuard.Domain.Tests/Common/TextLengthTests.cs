using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Tests.Common;

public sealed class TextLengthTests
{
    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("ab😀", 4, "ab😀")]
    [InlineData("ab😀", 3, "ab")]
    [InlineData("😀", 1, "")]
    [InlineData("", 1, "")]
    public void Text_is_cut_to_its_room_and_no_character_in_two(string text, int most, string kept) => text.Cut(most).ShouldBe(kept);

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("a😀bc", 3, "a…")]
    public void What_was_cut_for_people_ends_in_an_ellipsis_within_its_room(string text, int most, string shown) => text.Brief(most).ShouldBe(shown);

    [Fact]
    public void No_text_stays_no_text() => ((string?)null).Cut(3).ShouldBeNull();
}
