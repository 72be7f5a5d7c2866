using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Tenancy;
using OrderGuard.Web.Tests.Common;

namespace OrderGuard.Web.Tests.Tenancy;

public sealed class PeoplePageTests : PortalContext
{
    private static readonly UserId Anna = UserId.New();
    private static readonly UserId Bo = UserId.New();
    private readonly IUseCase<ListPeople, PeopleFound> _list = Substitute.For<IUseCase<ListPeople, PeopleFound>>();
    private readonly IUseCase<ChangeRole, Done> _changeRole = Substitute.For<IUseCase<ChangeRole, Done>>();
    private readonly IUseCase<IssueResetLink, HandedLink> _reset = Substitute.For<IUseCase<IssueResetLink, HandedLink>>();
    private readonly IToasts _notices = Substitute.For<IToasts>();

    public PeoplePageTests()
    {
        Services.AddSingleton(_list);
        Services.AddSingleton(_changeRole);
        Services.AddSingleton(Substitute.For<IUseCase<RemovePerson, Done>>());
        Services.AddSingleton(Substitute.For<IUseCase<LockPerson, Done>>());
        Services.AddSingleton(Substitute.For<IUseCase<UnlockPerson, Done>>());
        Services.AddSingleton(_reset);
        Services.AddSingleton(_notices);
        SignedInAs(Anna, "Anna", Permission.ManagePeople);
        _list.RunAsync(Arg.Any<ListPeople>(), Arg.Any<CancellationToken>()).Returns(new PeopleFound([Member(Anna, "Anna", Role.TenantAdmin), Member(Bo, "Bo", Role.Operator)], 2));
        _changeRole.RunAsync(Arg.Any<ChangeRole>(), Arg.Any<CancellationToken>()).Returns(new Done());
    }

    [Fact]
    public void Ones_own_row_offers_no_change()
    {
        var rows = Render<PeoplePage>().FindAll(".og-person-row");

        rows[0].QuerySelector("select")!.HasAttribute("disabled").ShouldBeTrue();
        rows[0].QuerySelectorAll("button").Length.ShouldBe(0);
        rows[1].QuerySelectorAll("button").Length.ShouldBe(3);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void A_role_changes_once_it_is_confirmed(bool confirmed, int changes)
    {
        _notices.ConfirmAsync(Arg.Any<string>(), Arg.Any<string>(), Arg.Any<string>()).Returns(confirmed);

        Render<PeoplePage>().FindAll("select")[1].Change(nameof(Role.Viewer));

        _changeRole.Received(changes).RunAsync(new ChangeRole(Bo, Role.Viewer), Arg.Any<CancellationToken>());
    }

    [Fact]
    public void A_reset_link_is_shown_to_be_copied()
    {
        _reset.RunAsync(new IssueResetLink(Bo), Arg.Any<CancellationToken>()).Returns(new HandedLink("secret", Noon.AddHours(24)));
        var page = Render<PeoplePage>();

        page.FindAll("button").First(x => x.TextContent == "Reset link").Click();

        page.Find(".og-link-card").TextContent.ShouldContain("/account/reset-password/secret");
    }

    [Fact]
    public void A_refusal_is_said_in_the_viewers_language()
    {
        InLanguage(PortalLanguages.Chinese);
        _notices.ConfirmAsync(Arg.Any<string>(), Arg.Any<string>(), Arg.Any<string>()).Returns(true);
        _changeRole.RunAsync(Arg.Any<ChangeRole>(), Arg.Any<CancellationToken>()).Returns(TenancyRefusals.LastAdmin);

        Render<PeoplePage>().FindAll("select")[1].Change(nameof(Role.Viewer));

        _notices.Received(1).Error("这是最后一位管理员，请先指定另一位管理员。");
    }

    private static Member Member(UserId id, string name, Role role) => new(id, name, $"{name}@example.test", role, Noon, null, false, null, false, Guid.CreateVersion7());
}
