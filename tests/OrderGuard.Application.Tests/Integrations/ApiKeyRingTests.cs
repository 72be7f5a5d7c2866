using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Application.Tests.Integrations;

/// <summary>Keys as an admin hands them out and as a request finds them.</summary>
public sealed class ApiKeyRingTests : IAsyncLifetime
{
    private readonly TestClock _clock = new();
    private TestApp _app = null!;
    private TenantId _tenant;

    private ApiKeyRing Ring => _app.Services.GetRequiredService<ApiKeyRing>();

    public async Task InitializeAsync()
    {
        _app = await TestApp.StartAsync(_clock);
        _tenant = await _app.FoundTenantAsync("grocer");
        await _app.InAsync(_tenant, async db =>
        {
            var document = new ConfigurationDocument { Sources = [new SourceDefinition { Code = "shop", Role = SourceRole.Master }] };
            db.ConfigurationVersions.Add(ConfigurationVersion.Publish(_tenant, 1, ConfigurationJson.Write(document), "", "test", _clock.GetUtcNow()));
            await db.SaveChangesAsync();
        });
        _app.Caller = TestApp.Person(_tenant, Role.TenantAdmin);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_secret_is_told_once_found_by_requests_and_stored_nowhere()
    {
        var issued = await IssueAsync();

        var found = await Ring.FindAsync(issued.Secret, "203.0.113.9", CancellationToken.None);
        found!.Tenant.ShouldBe(_tenant);
        found.Source.ShouldBe("shop");
        found.Permissions.ShouldContain(Permission.ReportEvents);
        (await Ring.FindAsync(issued.Secret + "x", null, CancellationToken.None)).ShouldBeNull();
        await _app.InAsync(_tenant, async db =>
        {
            var row = await db.ApiKeys.SingleAsync();
            row.LastUsedAt.ShouldNotBeNull();
            System.Text.Json.JsonSerializer.Serialize(row).ShouldNotContain(issued.Secret);
            (await db.AuditEntries.Select(x => x.After ?? "").ToListAsync()).ShouldAllBe(x => !x.Contains(issued.Secret, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_from_that_moment_on()
    {
        var issued = await IssueAsync();
        (await Ring.FindAsync(issued.Secret, null, CancellationToken.None)).ShouldNotBeNull();

        (await _app.RunAsync<RevokeApiKey, Done>(new RevokeApiKey(issued.Id))).Refusal.ShouldBeNull();

        (await Ring.FindAsync(issued.Secret, null, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_key_ends_at_its_expiry_though_it_was_remembered()
    {
        var issued = await IssueAsync(_clock.GetUtcNow().AddHours(1));
        (await Ring.FindAsync(issued.Secret, null, CancellationToken.None)).ShouldNotBeNull();

        _clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromTicks(1));

        (await Ring.FindAsync(issued.Secret, null, CancellationToken.None)).ShouldBeNull();
    }

    [Theory]
    [InlineData("", "shop", "events:write", "10.0.0.0/8", "/name")]
    [InlineData("Till", "nobody", "events:write", "10.0.0.0/8", "/source")]
    [InlineData("Till", "shop", "events:all", "10.0.0.0/8", "/scopes")]
    [InlineData("Till", "shop", "events:write", "10.0.0.0/99", "/allowedAddresses")]
    public async Task What_is_wrong_with_a_key_is_named(string name, string source, string scope, string address, string pointer)
    {
        var refused = await _app.RunAsync<IssueApiKey, IssuedApiKey>(new IssueApiKey(name, source, [scope], [address], 600, null));

        refused.Refusal!.Problems.ShouldContain(x => x.Pointer.StartsWith(pointer, StringComparison.Ordinal));
        (await _app.InAsync(_tenant, db => db.ApiKeys.CountAsync())).ShouldBe(0);
    }

    private async Task<IssuedApiKey> IssueAsync(DateTimeOffset? expires = null) =>
        (await _app.RunAsync<IssueApiKey, IssuedApiKey>(new IssueApiKey("Till", "shop", ["events:write"], [], 600, expires))).Required;
}
