using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tests.Tenancy;

public sealed class PeopleTests : IAsyncLifetime
{
    private House _house = null!;
    private TenantId _grocer, _florist;
    private UserId _annaId, _boId;
    private SignedInPerson _anna = null!;

    public async Task InitializeAsync()
    {
        _house = await House.BuildAsync();
        _grocer = await _house.App.FoundTenantAsync("grocer");
        _florist = await _house.App.FoundTenantAsync("florist");
        _annaId = await _house.JoinAsync(_grocer, "anna@example.test", Role.TenantAdmin);
        _boId = await _house.JoinAsync(_grocer, "bo@example.test", Role.Operator);
        _anna = await _house.SignInAsync("anna@example.test");
        _house.Be(_anna);
    }

    public async Task DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task A_changed_role_counts_with_the_next_request()
    {
        var bo = await _house.SignInAsync("bo@example.test");
        _house.Be(_anna);

        (await _house.RunAsync<ChangeRole, Done>(new ChangeRole(_boId, Role.Viewer))).Refusal.ShouldBeNull();

        (await _house.ResumeAsync(bo))!.Permissions.ShouldNotContain(Permission.ActOnOrders);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_is_locked_or_removed_is_out_at_once(bool locked)
    {
        var bo = await _house.SignInAsync("bo@example.test");
        _house.Be(_anna);

        var refusal = locked ? (await _house.RunAsync<LockPerson, Done>(new LockPerson(_boId))).Refusal : (await _house.RunAsync<RemovePerson, Done>(new RemovePerson(_boId))).Refusal;

        refusal.ShouldBeNull();
        var left = (await _house.ResumeAsync(bo))!;
        left.Tenant.ShouldBe(TenantId.Platform);
        left.Permissions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_changes_himself()
    {
        (await _house.RunAsync<ChangeRole, Done>(new ChangeRole(_annaId, Role.Viewer))).Refusal.ShouldBe(TenancyRefusals.NotYourself);
        (await _house.RunAsync<RemovePerson, Done>(new RemovePerson(_annaId))).Refusal.ShouldBe(TenancyRefusals.NotYourself);
        (await _house.RunAsync<LockPerson, Done>(new LockPerson(_annaId))).Refusal.ShouldBe(TenancyRefusals.NotYourself);
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        _house.App.Caller = Caller.System(_grocer);

        (await _house.RunAsync<ChangeRole, Done>(new ChangeRole(_annaId, Role.Viewer))).Refusal.ShouldBe(TenancyRefusals.LastAdmin);
        (await _house.RunAsync<RemovePerson, Done>(new RemovePerson(_annaId))).Refusal.ShouldBe(TenancyRefusals.LastAdmin);
        (await _house.RunAsync<LockPerson, Done>(new LockPerson(_annaId))).Refusal.ShouldBe(TenancyRefusals.LastAdmin);
    }

    [Fact]
    public async Task Two_administrators_who_remove_each_other_at_once_leave_one()
    {
        await _house.JoinAsync(_grocer, "cleo@example.test", Role.TenantAdmin);
        var cleo = await _house.IdOfAsync("cleo@example.test");
        _house.App.Caller = Caller.System(_grocer);

        await Task.WhenAll(_house.RunAsync<RemovePerson, Done>(new RemovePerson(_annaId)), _house.RunAsync<RemovePerson, Done>(new RemovePerson(cleo)));

        (await _house.App.InAsync(_grocer, db => db.Memberships.CountAsync(x => x.Role == Role.TenantAdmin))).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_gives_a_role_beyond_his_own()
    {
        var limited = _house.App.Caller with { Permissions = new HashSet<Permission> { Permission.ManagePeople } };
        _house.App.Caller = limited;

        (await _house.RunAsync<ChangeRole, Done>(new ChangeRole(_boId, Role.TenantAdmin))).Refusal.ShouldBe(TenancyRefusals.AboveYourself);
        (await _house.RunAsync<InvitePerson, HandedLink>(new InvitePerson("dan@example.test", Role.TenantAdmin))).Refusal.ShouldBe(TenancyRefusals.AboveYourself);
        (await _house.RunAsync<InvitePerson, HandedLink>(new InvitePerson("dan@example.test", Role.PlatformOperator))).Refusal!.Kind.ShouldBe(RefusalKind.Invalid);
    }

    [Fact]
    public async Task Another_tenants_people_are_nobody_here()
    {
        var eve = await _house.JoinAsync(_florist, "eve@example.test", Role.Viewer);
        _house.Be(_anna);

        (await _house.RunAsync<ListPeople, PeopleFound>(new ListPeople(null, 0, 50))).Required.Rows.ShouldNotContain(x => x.Id == eve);
        (await _house.RunAsync<ChangeRole, Done>(new ChangeRole(eve, Role.Operator))).Refusal.ShouldBe(TenancyRefusals.PersonNotFound);
        (await _house.RunAsync<RemovePerson, Done>(new RemovePerson(eve))).Refusal.ShouldBe(TenancyRefusals.PersonNotFound);
        (await _house.RunAsync<LockPerson, Done>(new LockPerson(eve))).Refusal.ShouldBe(TenancyRefusals.PersonNotFound);
        (await _house.RunAsync<UnlockPerson, Done>(new UnlockPerson(eve))).Refusal.ShouldBe(TenancyRefusals.PersonNotFound);
        (await _house.RunAsync<IssueResetLink, HandedLink>(new IssueResetLink(eve))).Refusal.ShouldBe(TenancyRefusals.PersonNotFound);
    }

    [Fact]
    public async Task Who_works_elsewhere_too_gets_no_reset_link_from_one_of_the_tenants()
    {
        _house.App.Caller = Caller.System(_florist);
        var link = (await _house.RunAsync<InvitePerson, HandedLink>(new InvitePerson("bo@example.test", Role.TenantAdmin))).Required;
        _house.Be(await _house.SignInAsync("bo@example.test"));
        (await _house.RunAsync<AcceptInvitation, Done>(new AcceptInvitation(link.Token, null, null))).Refusal.ShouldBeNull();
        _house.Be(_anna);

        (await _house.RunAsync<IssueResetLink, HandedLink>(new IssueResetLink(_boId))).Refusal.ShouldBe(TenancyRefusals.InOtherTenants);
    }

    [Fact]
    public async Task A_reset_link_works_once_and_ends_every_session()
    {
        var bo = await _house.SignInAsync("bo@example.test");
        _house.Be(_anna);
        var link = (await _house.RunAsync<IssueResetLink, HandedLink>(new IssueResetLink(_boId))).Required;
        _house.App.Caller = Caller.Nobody;

        (await _house.RunAsync<ResetPassword, Done>(new ResetPassword(link.Token, "short"))).Refusal.ShouldBe(TenancyRefusals.PasswordTooShort);
        (await _house.RunAsync<ResetPassword, Done>(new ResetPassword(link.Token, "quite another 8"))).Refusal.ShouldBeNull();
        (await _house.RunAsync<ResetPassword, Done>(new ResetPassword(link.Token, "yet another one 9"))).Refusal.ShouldBe(TenancyRefusals.LinkSpent);

        (await _house.ResumeAsync(bo)).ShouldBeNull();
        (await _house.TrySignInAsync("bo@example.test", "quite another 8")).Refusal.ShouldBeNull();
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task An_invitation_works_for_seven_days(int ticks, bool works)
    {
        var link = (await _house.RunAsync<InvitePerson, HandedLink>(new InvitePerson("dan@example.test", Role.Viewer))).Required;
        _house.Clock.Advance(Invitation.Lifetime + TimeSpan.FromTicks(ticks));
        _house.App.Caller = Caller.Nobody;

        var accepted = await _house.RunAsync<AcceptInvitation, Done>(new AcceptInvitation(link.Token, "Dan", House.Password));

        accepted.Refusal.ShouldBe(works ? null : TenancyRefusals.LinkSpent);
    }

    [Fact]
    public async Task An_invitation_is_for_the_invited_person_alone_and_a_revoked_one_for_nobody()
    {
        _house.App.Caller = Caller.System(_florist);
        var link = (await _house.RunAsync<InvitePerson, HandedLink>(new InvitePerson("bo@example.test", Role.Viewer))).Required;

        _house.Be(_anna);
        (await _house.RunAsync<AcceptInvitation, Done>(new AcceptInvitation(link.Token, null, null))).Refusal.ShouldBe(TenancyRefusals.OtherPersonsInvitation);
        var mine = (await _house.RunAsync<ListInvitations, IReadOnlyList<PendingInvitation>>(new ListInvitations())).Required;
        mine.ShouldBeEmpty();
        _house.App.Caller = Caller.Nobody;
        (await _house.RunAsync<AcceptInvitation, Done>(new AcceptInvitation(link.Token, "Bo", House.Password))).Refusal.ShouldBe(TenancyRefusals.SignInToAccept);

        _house.App.Caller = Caller.System(_florist);
        var pending = (await _house.RunAsync<ListInvitations, IReadOnlyList<PendingInvitation>>(new ListInvitations())).Required.ShouldHaveSingleItem();
        await _house.RunAsync<RevokeInvitation, Done>(new RevokeInvitation(pending.Id));
        (await _house.RunAsync<GetInvitation, InvitationOffer>(new GetInvitation(link.Token))).Refusal.ShouldBe(TenancyRefusals.LinkSpent);
    }

    [Fact]
    public async Task A_viewer_manages_nobody()
    {
        await _house.JoinAsync(_grocer, "vera@example.test", Role.Viewer);
        _house.Be(await _house.SignInAsync("vera@example.test"));

        (await _house.RunAsync<ListPeople, PeopleFound>(new ListPeople(null, 0, 50))).Refusal.ShouldBe(Refusal.Forbidden);
        (await _house.RunAsync<FoundTenant, FoundedTenant>(new FoundTenant("mine", "Mine", "UTC", null))).Refusal.ShouldBe(Refusal.Forbidden);
    }
}
