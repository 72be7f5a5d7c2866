using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Infrastructure.Common.Demo;

/// <summary>Founds the demo's tenants, people and keys where they are missing, and says how to sign in.</summary>
internal sealed class DemoTenant(SystemScopes scopes, DemoKeys keys, DemoHistory history, DemoReviews reviews, DemoSamples samples, IOptions<DemoOptions> options, IHostEnvironment environment, TimeProvider clock)
{
    public const string Code = "demo";
    private const string SecondCode = "demo-bakery";
    private const int Generous = 100_000_000;
    private const string SimulatorKey = "Demo simulator: ";

    private static readonly (string Email, string Name, Role Role, bool Both)[] People =
    [
        ("admin@demo.example", "Ada Admin 演示", Role.TenantAdmin, true),
        ("operator@demo.example", "Oli Operator 演示", Role.Operator, false),
        ("reviewer@demo.example", "Rui Reviewer 演示", Role.Reviewer, false),
        ("viewer@demo.example", "Vera Viewer 演示", Role.Viewer, false),
        ("platform@demo.example", "Pat Platform 演示", Role.PlatformOperator, false),
    ];

    public async Task EnsureAsync(CancellationToken ct)
    {
        if (!(options.Value.Enabled ?? environment.IsDevelopment())) return;

        var secrets = await RememberAsync(ct);
        var tenant = await FoundAsync(Code, "Demo Fresh Foods 演示生鲜", options.Value.Seed, options.Value.OrdersPerDay, ct);
        var second = await FoundAsync(SecondCode, "Sample Bakery 样例烘焙", options.Value.Seed + 1, Math.Max(1, options.Value.OrdersPerDay / 10), ct);
        await PeopleAsync(secrets.Password, tenant, second, ct);
        await DutiesAsync(tenant, ct);
        await JudgedAsync(tenant, ct);
        await KeysAsync(tenant, secrets.ApiKey, ct);
        keys.Tenant = tenant;

        await Console.Out.WriteLineAsync($"""

              OrderGuard demo: sign in as one of
            {string.Join(Environment.NewLine, People.Select(x => string.Create(CultureInfo.InvariantCulture, $"    {x.Email,-24} {x.Role}")))}
              Password: {secrets.Password}
              API key (X-Api-Key) of the source shop: {secrets.ApiKey}

            """);
    }

    private sealed record Secrets(string Password, string ApiKey);

    // What the configuration does not fix is made up once and kept beside the embedded database, so that a restart signs nobody out.
    private async Task<Secrets> RememberAsync(CancellationToken ct)
    {
        if (options.Value is { Password: { } password, ApiKey: { } apiKey }) return new Secrets(password, apiKey);
        var file = Path.Combine(environment.ContentRootPath, "data", "demo-credentials.json");
        var known = File.Exists(file) ? JsonSerializer.Deserialize<Secrets>(await File.ReadAllTextAsync(file, ct)) : null;
        known ??= new Secrets("demo-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5)), ApiKey.NewSecret());
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(known), ct);
        return new Secrets(options.Value.Password ?? known.Password, options.Value.ApiKey ?? known.ApiKey);
    }

    private async Task<TenantId> FoundAsync(string code, string name, int seed, int perDay, CancellationToken ct)
    {
        Tenant tenant;
        await using (var scope = scopes.Open(TenantId.Platform))
        {
            var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
            if (await db.Tenants.SingleOrDefaultAsync(x => x.Code == code, ct) is { } known) tenant = known;
            else
            {
                tenant = Tenant.Found(code, name, DemoConfiguration.Zone, scope.ServiceProvider.GetRequiredService<ITenantSecrets>().NewProtectedHashKey(), clock.GetUtcNow());
                db.Tenants.Add(tenant);
                await db.SaveChangesAsync(ct);
            }
        }

        await using (var scope = scopes.Open(tenant.Id))
        {
            var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
            if (!await db.Ledgers.AnyAsync(ct)) db.Ledgers.Add(TenantLedger.For(tenant.Id));
            if (!await db.ConfigurationVersions.AnyAsync(ct))
            {
                db.ConfigurationVersions.Add(ConfigurationVersion.Publish(
                    tenant.Id, 1, ConfigurationJson.Write(DemoConfiguration.Grocer() with { Risk = DemoConfiguration.Risk }), "The demo's beginning", "OrderGuard", clock.GetUtcNow()));
            }
            await db.SaveChangesAsync(ct);
        }
        // History comes last and is idempotent by event ids: a start that was broken off half way is completed by the next one.
        await history.EnsureAsync(tenant.Id, seed, perDay, ct);
        return tenant.Id;
    }

    private async Task PeopleAsync(string password, TenantId tenant, TenantId second, CancellationToken ct)
    {
        foreach (var person in People)
        {
            UserId id;
            await using (var scope = scopes.Open(TenantId.Platform))
            {
                var accounts = scope.ServiceProvider.GetRequiredService<IAccounts>();
                if (await accounts.FindByEmailAsync(person.Email, ct) is not { } account)
                    account = (await accounts.CreateAsync(person.Email, person.Name, password, person.Role is Role.PlatformOperator, ct)).Required;
                else if (await accounts.CheckPasswordAsync(account.Id, password, ct) is not CredentialCheck.Right)
                    _ = (await accounts.SetPasswordAsync(account.Id, password, ct)).Required;
                id = account.Id;
            }
            if (person.Role is Role.PlatformOperator) continue;
            foreach (var where in person.Both ? new[] { tenant, second } : [tenant])
            {
                await using var scope = scopes.Open(where);
                var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
                if (await db.Memberships.AnyAsync(x => x.UserId == id, ct)) continue;
                db.Memberships.Add(Membership.Of(where, id, person.Role, clock.GetUtcNow()));
                await db.SaveChangesAsync(ct);
            }
        }
    }

    /// <summary>Who answers for what can only be said once the people are there.</summary>
    private async Task DutiesAsync(TenantId tenant, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        if (options.Value.MasterSecret is { } secret && !await db.Secrets.AnyAsync(x => x.Name == "master", ct))
        {
            db.Secrets.Add(Secret.Keep(tenant, "master", scope.ServiceProvider.GetRequiredService<ISecretProtector>().Protect(tenant, secret), "OrderGuard", clock.GetUtcNow()));
            await db.SaveChangesAsync(ct);
        }
        if (await db.ConfigurationVersions.MaxAsync(x => (int?)x.Number, ct) != 1) return;
        var accounts = scope.ServiceProvider.GetRequiredService<IAccounts>();
        List<string> handling = [];
        foreach (var person in People.Where(x => RolePermissions.Of(x.Role).Contains(Permission.HandleAlerts)))
            if (await accounts.FindByEmailAsync(person.Email, ct) is { } account) handling.Add(account.Id.Value.ToString());

        var now = clock.GetUtcNow();
        var document = DemoConfiguration.WithDuties(ConfigurationJson.Read(await db.ConfigurationVersions.Select(x => x.Json).SingleAsync(ct)), handling, DateOnly.FromDateTime(now.UtcDateTime));
        db.ConfigurationVersions.Add(ConfigurationVersion.Publish(tenant, 2, ConfigurationJson.Write(document), "Who answers for what", "OrderGuard", now));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>What reviewers have judged can only be said once they are there.</summary>
    private async Task JudgedAsync(TenantId tenant, CancellationToken ct)
    {
        if (options.Value.Days == 0) return;
        List<DemoReviewer> reviewers = [];
        await using (var scope = scopes.Open(TenantId.Platform))
            foreach (var person in People.Where(x => RolePermissions.Of(x.Role).Contains(Permission.DecideReviews)).OrderByDescending(x => x.Role is Role.Reviewer))
                if (await scope.ServiceProvider.GetRequiredService<IAccounts>().FindByEmailAsync(person.Email, ct) is { } account) reviewers.Add(new DemoReviewer(account.Id, person.Name));
        await reviews.EnsureAsync(tenant, options.Value.Seed, reviewers, ct);
        await samples.EnsureAsync(tenant, options.Value.Seed, ct);
    }

    private async Task KeysAsync(TenantId tenant, string apiKey, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var hash = ApiKey.HashOf(apiKey);
        if (!await db.ApiKeys.AnyAsync(x => x.Hash == hash, ct)) Issue("Demo shop", DemoConfiguration.Shop, apiKey, ApiScopes.All);

        await db.ApiKeys.Where(x => x.Name.StartsWith(SimulatorKey)).ExecuteDeleteAsync(ct);
        foreach (var source in new[] { DemoConfiguration.Shop, DemoConfiguration.Warehouse, DemoConfiguration.Carrier, DemoConfiguration.Crm })
        {
            var secret = ApiKey.NewSecret();
            Issue(SimulatorKey + source, source, secret, [ApiScopes.EventsWrite]);
            keys.Set(source, secret);
        }
        await db.SaveChangesAsync(ct);

        void Issue(string name, string source, string secret, IReadOnlyList<string> scopesOfKey) =>
            db.ApiKeys.Add(ApiKey.Issue(tenant, name, source, secret, scopesOfKey, [], Generous, null, "OrderGuard", clock.GetUtcNow()));
    }
}
