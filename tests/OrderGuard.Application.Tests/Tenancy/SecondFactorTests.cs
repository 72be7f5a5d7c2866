using System.Text.RegularExpressions;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tests.Tenancy;

public sealed partial class SecondFactorTests : IAsyncLifetime
{
    private House _house = null!;
    private byte[] _key = [];
    private IReadOnlyList<string> _codes = [];

    public async Task InitializeAsync()
    {
        _house = await House.BuildAsync();
        await _house.JoinAsync(await _house.App.FoundTenantAsync("grocer"), "anna@example.test", Role.Operator);
        _house.Be(await _house.SignInAsync("anna@example.test"));
        _key = FromBase32((await _house.RunAsync<BeginSecondFactor, SecondFactorKey>(new BeginSecondFactor())).Required.Key);
        _codes = (await _house.RunAsync<EnableSecondFactor, IReadOnlyList<string>>(new EnableSecondFactor(CodeNow()))).Required;
        _house.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    public async Task DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task The_password_alone_gives_a_ticket_and_the_code_the_session()
    {
        var first = (await _house.TrySignInAsync("anna@example.test")).Required;
        first.Person.ShouldBeNull();

        (await ConfirmAsync(first.Ticket!, CodeNow())).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task A_code_signs_in_once()
    {
        var ticket = (await _house.TrySignInAsync("anna@example.test")).Required.Ticket!;
        await ConfirmAsync(ticket, CodeNow());

        (await ConfirmAsync(ticket, CodeNow())).Refusal.ShouldBe(TenancyRefusals.WrongCode);
    }

    [Fact]
    public async Task A_recovery_code_signs_in_once()
    {
        var ticket = (await _house.TrySignInAsync("anna@example.test")).Required.Ticket!;

        (await ConfirmAsync(ticket, _codes[3])).Refusal.ShouldBeNull();
        (await ConfirmAsync(ticket, _codes[3])).Refusal.ShouldBe(TenancyRefusals.WrongCode);
        (await ConfirmAsync(ticket, _codes[4].ToUpperInvariant())).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task A_ticket_is_good_for_five_minutes_and_cannot_be_made_up()
    {
        var ticket = (await _house.TrySignInAsync("anna@example.test")).Required.Ticket!;
        _house.Clock.Advance(SignInTicket.Lifetime);

        (await ConfirmAsync(ticket, CodeNow())).Refusal.ShouldBe(TenancyRefusals.SignInExpired);
        (await ConfirmAsync("made-up", CodeNow())).Refusal.ShouldBe(TenancyRefusals.SignInExpired);
    }

    [Fact]
    public async Task Five_wrong_codes_lock_out_as_wrong_passwords_do()
    {
        var ticket = (await _house.TrySignInAsync("anna@example.test")).Required.Ticket!;
        for (var i = 0; i < 5; i++) await ConfirmAsync(ticket, "no-code");

        (await ConfirmAsync(ticket, CodeNow())).Refusal.ShouldBe(TenancyRefusals.LockedOut);
    }

    [Fact]
    public async Task Switching_it_off_takes_the_password()
    {
        var ticket = (await _house.TrySignInAsync("anna@example.test")).Required.Ticket!;
        _house.Be((await ConfirmAsync(ticket, CodeNow())).Required);

        (await _house.RunAsync<DisableSecondFactor, Done>(new DisableSecondFactor("another password"))).Refusal.ShouldBe(TenancyRefusals.WrongPassword);
        (await _house.RunAsync<DisableSecondFactor, Done>(new DisableSecondFactor(House.Password))).Refusal.ShouldBeNull();
        (await _house.TrySignInAsync("anna@example.test")).Required.Person.ShouldNotBeNull();
    }

    private string CodeNow() => Totp.CodeAt(_key, Totp.StepAt(_house.Clock.GetUtcNow()));

    private Task<Result<SignedInPerson>> ConfirmAsync(string ticket, string code)
    {
        _house.App.Caller = Caller.Nobody;
        return _house.RunAsync<ConfirmSecondFactor, SignedInPerson>(new ConfirmSecondFactor(ticket, code, "Test browser"));
    }

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(x => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(x, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Octet().Matches(bits).Select(x => Convert.ToByte(x.Value, 2))];
    }

    [GeneratedRegex("[01]{8}")]
    private static partial Regex Octet();
}
