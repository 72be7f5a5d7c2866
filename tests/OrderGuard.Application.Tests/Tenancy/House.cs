using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Application.Tests.Tenancy;

/// <summary>An application with people in it, who came in as people do: by invitation, and signed in with their password.</summary>
internal sealed class House : IAsyncDisposable
{
    public const string Password = "plainly invented 7";

    private House(TestApp app, TestClock clock)
    {
        App = app;
        Clock = clock;
    }

    public TestApp App { get; }
    public TestClock Clock { get; }

    public static async Task<House> BuildAsync()
    {
        var clock = new TestClock();
        return new House(await TestApp.StartAsync(clock), clock);
    }

    public async Task<UserId> JoinAsync(TenantId tenant, string email, Role role)
    {
        App.Caller = Caller.System(tenant);
        var link = (await RunAsync<InvitePerson, HandedLink>(new InvitePerson(email, role))).Required;
        App.Caller = Caller.Nobody;
        (await RunAsync<AcceptInvitation, Done>(new AcceptInvitation(link.Token, email.Split('@')[0], Password))).Refusal.ShouldBeNull();
        return await IdOfAsync(email);
    }

    public async Task<SignedInPerson> SignInAsync(string email, string password = Password) => (await TrySignInAsync(email, password)).Required.Person!;

    public Task<Result<SignInAnswer>> TrySignInAsync(string email, string password = Password)
    {
        App.Caller = Caller.Nobody with { Actor = new Actor(ActorKind.Anonymous, "", "", "203.0.113.9") };
        return RunAsync<SignIn, SignInAnswer>(new SignIn(email, password, false, "Test browser"));
    }

    public void Be(SignedInPerson person) => App.Caller = new Caller(new Actor(ActorKind.Person, person.Id.Value.ToString(), person.Name, "203.0.113.9"))
    {
        UserId = person.Id, Session = person.Session, TenantId = person.Tenant, Permissions = person.Permissions,
    };

    public Task<SignedInPerson?> ResumeAsync(SignedInPerson person) =>
        App.Services.GetRequiredService<SignedInPeople>().ResumeAsync(person.Session, person.Tenant, CancellationToken.None);

    public async Task<UserId> IdOfAsync(string email)
    {
        await using var scope = App.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IAccounts>().FindByEmailAsync(email, CancellationToken.None))!.Id;
    }

    public Task<Result<TAnswer>> RunAsync<TRequest, TAnswer>(TRequest request) where TRequest : notnull => App.RunAsync<TRequest, TAnswer>(request);

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
