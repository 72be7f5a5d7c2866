using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Tests.Tenancy;

public sealed class CredentialTests
{
    // The key and the times of RFC 6238, appendix B; its codes have eight digits, of which ours are the last six.
    private static readonly byte[] Key = "12345678901234567890"u8.ToArray();

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Totp.CodeAt(Key, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))).ShouldBe(code);

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_code_counts_one_half_minute_early_or_late(int steps, bool counts)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_000_000_000);
        var step = Totp.StepAt(now) + steps;

        Totp.Match(Key, Totp.CodeAt(Key, step), now, lastUsed: 0).ShouldBe(counts ? step : null);
    }

    [Fact]
    public void A_code_that_was_used_is_not_taken_again()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_000_000_000);

        Totp.Match(Key, Totp.CodeAt(Key, Totp.StepAt(now)), now, lastUsed: Totp.StepAt(now)).ShouldBeNull();
    }

    [Fact]
    public void A_key_is_typed_in_base_32() => Totp.ToBase32("foobar"u8.ToArray()).ShouldBe("MZXW6YTBOI");

    [Theory]
    [InlineData("nine char", "password-too-short")]
    [InlineData("qwertyuiop", "password-too-common")]
    [InlineData("aaaaaaaaaaaab", "password-too-common")]
    [InlineData("lin@example.test 1", "password-is-email")]
    [InlineData("ten chars!", null)]
    public void A_password_is_long_and_not_guessable(string password, string? refusal) =>
        (PasswordRules.Check(password, "lin@example.test")?.Code).ShouldBe(refusal);
}
