using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tests.Tenancy;

public sealed class SignInTests : IAsyncLifetime
{
    private House _house = null!;
    private TenantId _grocer;

    public async Task InitializeAsync()
    {
        _house = await House.BuildAsync();
        _grocer = await _house.App.FoundTenantAsync("grocer");
        await _house.JoinAsync(_grocer, "anna@example.test", Role.TenantAdmin);
    }

    public async Task DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task The_right_password_signs_in_with_the_permissions_of_the_role()
    {
        var anna = await _house.SignInAsync("ANNA@example.test");

        anna.Tenant.ShouldBe(_grocer);
        anna.Permissions.ShouldBe(RolePermissions.Of(Role.TenantAdmin), ignoreOrder: true);
    }

    [Fact]
    public async Task An_unknown_person_and_a_wrong_password_get_the_same_answer_and_are_recorded()
    {
        var wrong = await _house.TrySignInAsync("anna@example.test", "another password");
        var unknown = await _house.TrySignInAsync("nobody@example.test", "another password");

        wrong.Refusal.ShouldBe(TenancyRefusals.WrongCredentials);
        unknown.Refusal.ShouldBe(wrong.Refusal);
        (await DenialsAsync(_grocer)).ShouldBe(["sign-in"]);
        (await DenialsAsync(TenantId.Platform)).ShouldBe(["sign-in: n***@example.test"]);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_out_for_fifteen_minutes()
    {
        for (var i = 0; i < 4; i++) (await _house.TrySignInAsync("anna@example.test", "another password")).Refusal.ShouldBe(TenancyRefusals.WrongCredentials);
        (await _house.TrySignInAsync("anna@example.test", "another password")).Refusal.ShouldBe(TenancyRefusals.LockedOut);

        _house.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        (await _house.TrySignInAsync("anna@example.test")).Refusal.ShouldBe(TenancyRefusals.LockedOut);

        _house.Clock.Advance(TimeSpan.FromTicks(1));
        (await _house.TrySignInAsync("anna@example.test")).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task Guesses_made_at_once_do_not_outnumber_the_attempts()
    {
        _house.App.Caller = Caller.Nobody;
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => _house.RunAsync<SignIn, SignInAnswer>(new SignIn("anna@example.test", $"guess number {i}", false, ""))));

        answers.Count(x => x.Refusal == TenancyRefusals.WrongCredentials).ShouldBeLessThanOrEqualTo(5);
        (await _house.TrySignInAsync("anna@example.test")).Refusal.ShouldBe(TenancyRefusals.LockedOut);
    }

    [Fact]
    public async Task A_signed_out_session_is_worth_nothing()
    {
        var anna = await _house.SignInAsync("anna@example.test");
        _house.Be(anna);

        await _house.RunAsync<SignOut, Done>(new SignOut());

        (await _house.ResumeAsync(anna)).ShouldBeNull();
    }

    [Fact]
    public async Task A_new_password_keeps_this_session_and_ends_the_others()
    {
        var there = await _house.SignInAsync("anna@example.test");
        var here = await _house.SignInAsync("anna@example.test");
        _house.Be(here);

        (await _house.RunAsync<ChangePassword, Done>(new ChangePassword(House.Password, "quite another 8"))).Refusal.ShouldBeNull();

        (await _house.ResumeAsync(here)).ShouldNotBeNull();
        (await _house.ResumeAsync(there)).ShouldBeNull();
        (await _house.TrySignInAsync("anna@example.test")).Refusal.ShouldBe(TenancyRefusals.WrongCredentials);
        (await _house.TrySignInAsync("anna@example.test", "quite another 8")).Refusal.ShouldBeNull();
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public async Task An_unused_session_ends_after_twelve_hours(int ticks, bool lives)
    {
        var anna = await _house.SignInAsync("anna@example.test");

        _house.Clock.Advance(UserSession.ShortLife + TimeSpan.FromTicks(ticks));

        (await _house.ResumeAsync(anna) is not null).ShouldBe(lives);
    }

    [Fact]
    public async Task Another_persons_session_cannot_be_ended()
    {
        await _house.JoinAsync(_grocer, "bo@example.test", Role.Viewer);
        var anna = await _house.SignInAsync("anna@example.test");
        _house.Be(await _house.SignInAsync("bo@example.test"));

        (await _house.RunAsync<EndSession, Done>(new EndSession(anna.Session))).Refusal!.Kind.ShouldBe(RefusalKind.NotFound);
        (await _house.RunAsync<EndOtherSessions, int>(new EndOtherSessions())).Required.ShouldBe(0);
        (await _house.ResumeAsync(anna)).ShouldNotBeNull();
    }

    private Task<List<string>> DenialsAsync(TenantId tenant) =>
        _house.App.InAsync(tenant, db => db.AuditEntries.Where(x => x.Action == "access.denied").Select(x => x.Subject).ToListAsync());
}
