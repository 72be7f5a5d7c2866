using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tests.Tenancy;

public sealed class TenantTests : IAsyncLifetime
{
    private House _house = null!;
    private SignedInPerson _olga = null!;

    public async Task InitializeAsync()
    {
        _house = await House.BuildAsync();
        _house.App.Caller = Caller.Nobody;
        var token = _house.App.Services.GetRequiredService<SetupLink>().Open();
        (await _house.RunAsync<CompleteSetup, Done>(new CompleteSetup(token, "olga@example.test", "Olga", House.Password))).Refusal.ShouldBeNull();
        _olga = await _house.SignInAsync("olga@example.test");
        _house.Be(_olga);
    }

    public async Task DisposeAsync() => await _house.DisposeAsync();

    [Fact]
    public async Task The_setup_link_works_once()
    {
        var setup = _house.App.Services.GetRequiredService<SetupLink>();
        _house.App.Caller = Caller.Nobody;

        (await _house.RunAsync<CompleteSetup, Done>(new CompleteSetup("made up", "x@example.test", "X", House.Password))).Refusal.ShouldBe(TenancyRefusals.SetupClosed);
        // Also where another node printed a link of its own before the first account was made.
        (await _house.RunAsync<CompleteSetup, Done>(new CompleteSetup(setup.Open(), "x@example.test", "X", House.Password))).Refusal.ShouldBe(TenancyRefusals.SetupClosed);
    }

    [Fact]
    public async Task A_founded_tenant_has_its_ledger_its_key_and_a_first_administrator()
    {
        var founded = (await _house.RunAsync<FoundTenant, FoundedTenant>(new FoundTenant("grocer", "Grocer", "Asia/Shanghai", "anna@example.test"))).Required;
        _house.App.Caller = Caller.Nobody;
        (await _house.RunAsync<AcceptInvitation, Done>(new AcceptInvitation(founded.AdminLink!.Token, "Anna", House.Password))).Refusal.ShouldBeNull();

        (await _house.SignInAsync("anna@example.test")).Tenant.ShouldBe(founded.Id);
        var actions = await _house.App.InAsync(founded.Id, db => db.AuditEntries.OrderBy(x => x.Sequence).Select(x => x.Action).ToListAsync());
        actions.ShouldBe(["tenant.founded", "invitation.issued", "invitation.accepted", "person.signed-in"]);
    }

    [Fact]
    public async Task The_same_identifier_hashes_differently_in_another_tenant_and_as_another_kind()
    {
        var one = (await _house.RunAsync<FoundTenant, FoundedTenant>(new FoundTenant("one", "One", "UTC", null))).Required.Id;
        var two = (await _house.RunAsync<FoundTenant, FoundedTenant>(new FoundTenant("two", "Two", "UTC", null))).Required.Id;
        var hasher = _house.App.Services.GetRequiredService<IPersonalDataHasher>();

        hasher.Hash(one, "id-number", "A1").ShouldBe(hasher.Hash(one, "id-number", "A1"));
        new[] { hasher.Hash(one, "id-number", "A1"), hasher.Hash(two, "id-number", "A1"), hasher.Hash(one, "payment", "A1") }.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_short_name_is_given_once_and_a_time_zone_must_exist()
    {
        await _house.RunAsync<FoundTenant, FoundedTenant>(new FoundTenant("grocer", "Grocer", "UTC", null));

        (await _house.RunAsync<FoundTenant, FoundedTenant>(new FoundTenant("grocer", "Other", "UTC", null))).Refusal.ShouldBe(TenancyRefusals.CodeTaken);
        (await _house.RunAsync<FoundTenant, FoundedTenant>(new FoundTenant("other", "Other", "Asia/Nowhere", null))).Refusal.ShouldBe(TenancyRefusals.UnknownTimeZone);
        (await _house.RunAsync<FoundTenant, FoundedTenant>(new FoundTenant("Not A Code", "Other", "UTC", null))).Refusal!.Kind.ShouldBe(RefusalKind.Invalid);
    }

    [Fact]
    public async Task A_suspended_tenant_is_closed_until_it_is_resumed()
    {
        var founded = (await _house.RunAsync<FoundTenant, FoundedTenant>(new FoundTenant("grocer", "Grocer", "UTC", null))).Required.Id;
        await _house.JoinAsync(founded, "anna@example.test", Role.TenantAdmin);
        var anna = await _house.SignInAsync("anna@example.test");
        _house.Be(_olga);

        await _house.RunAsync<SuspendTenant, Done>(new SuspendTenant(founded));
        (await _house.ResumeAsync(anna))!.Tenant.ShouldBe(TenantId.Platform);

        await _house.RunAsync<ResumeTenant, Done>(new ResumeTenant(founded));
        (await _house.ResumeAsync(anna))!.Tenant.ShouldBe(founded);
    }

    [Fact]
    public async Task The_operator_sees_no_tenant_from_inside()
    {
        var founded = (await _house.RunAsync<FoundTenant, FoundedTenant>(new FoundTenant("grocer", "Grocer", "UTC", null))).Required.Id;

        (await _house.RunAsync<SwitchTenant, SignedInPerson>(new SwitchTenant(founded))).Refusal.ShouldBe(TenancyRefusals.TenantNotFound);
        _olga.Permissions.ShouldBe([Permission.ManageTenants, Permission.ViewAudit], ignoreOrder: true);
    }
}
