using System.Security.Cryptography;
using System.Text;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.StatusSync;

public sealed class TargetAuthenticationTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task A_token_is_asked_for_once_kept_and_renewed_when_it_is_refused_or_ends()
    {
        var issued = 0;
        var valid = "token-1";
        await using var server = new ReceivingServer(x => x.Path == "/token"
            ? x.Headers["Authorization"] == "Basic " + Convert.ToBase64String("guard:s3cret-of-guard"u8) && x.Text == "grant_type=client_credentials&scope=status"
                ? new ReceiverAnswer(200, $$"""{ "access_token": "token-{{++issued}}", "token_type": "Bearer", "expires_in": 600 }""") : new ReceiverAnswer(400)
            : new ReceiverAnswer(x.Headers.GetValueOrDefault("Authorization") == "Bearer " + valid ? 200 : 401));
        await using var app = await Receiver.StartAsync(_clock, server.Host);
        var tenant = await app.TellingAsync(Receiver.Target(server) with
        {
            Authentication = TargetAuthentication.OAuth2,
            TokenAddress = server.Address("/token"),
            UserName = "guard",
            Scope = "status",
            Secrets = new Dictionary<string, string> { ["client-secret"] = "guard" },
        });
        await app.KeepAsync(tenant, "guard", "s3cret-of-guard");

        await app.MoveAsync(tenant, Enumerable.Range(1, 20).Select(x => $"SO-{x}"), "10");
        await app.SettleAsync();
        issued.ShouldBe(1);
        server.Requests.Count(x => x.Path == "/status").ShouldBe(20);

        valid = "token-2";
        await app.MoveAsync(tenant, "SO-1", "20");
        await app.SettleAsync();
        issued.ShouldBe(2);

        valid = "token-3";
        _clock.Advance(TimeSpan.FromSeconds(580));
        await app.MoveAsync(tenant, "SO-2", "20");
        await app.SettleAsync();
        issued.ShouldBe(3);
        server.Requests.Count(x => x.Path == "/status").ShouldBe(20 + 2 + 1);
        var pushes = await app.PushesAsync(tenant);
        pushes.ShouldAllBe(x => x.State == PushState.Delivered && !x.Request!.Contains("token-"));
    }

    [Fact]
    public async Task A_signature_over_time_and_body_is_what_the_target_computes_itself()
    {
        await using var server = new ReceivingServer(x =>
        {
            var expected = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("signing-secret"), Encoding.UTF8.GetBytes(x.Headers["X-Timestamp"] + "." + x.Text)));
            return new ReceiverAnswer(x.Headers["X-Signature"] == expected ? 200 : 400);
        });
        await using var app = await Receiver.StartAsync(_clock, server.Host);
        var tenant = await app.TellingAsync(Receiver.Target(server) with { Authentication = TargetAuthentication.Hmac, Secrets = new Dictionary<string, string> { ["sign"] = "erp-sign" } });
        await app.KeepAsync(tenant, "erp-sign", "signing-secret");

        await app.MoveAsync(tenant, "SO-已发货", "10");
        await app.SettleAsync();

        server.Requests.ShouldHaveSingleItem().Headers["X-Timestamp"].ShouldBe($"{_clock.GetUtcNow().ToUnixTimeSeconds()}");
        var push = (await app.PushesAsync(tenant)).Single();
        push.State.ShouldBe(PushState.Delivered);
        push.Request!.ShouldContain("X-Signature: •••");
    }

    [Fact]
    public async Task Without_its_secret_a_target_is_not_called_and_says_why()
    {
        await using var server = new ReceivingServer(_ => new ReceiverAnswer(200));
        await using var app = await Receiver.StartAsync(_clock, server.Host);
        var tenant = await app.TellingAsync(Receiver.Target(server) with { Authentication = TargetAuthentication.ApiKey, Secrets = new Dictionary<string, string> { ["key"] = "erp-key" } });

        await app.MoveAsync(tenant, "SO-1", "10");
        await app.SettleAsync();
        server.Requests.ShouldBeEmpty();
        (await app.PushesAsync(tenant)).Single().Cause.ShouldBe(PushCauses.Setup);

        await app.KeepAsync(tenant, "erp-key", "the-key-itself");
        _clock.Advance(TimeSpan.FromMinutes(1));
        await app.SettleAsync();
        server.Requests.ShouldHaveSingleItem().Headers["X-Api-Key"].ShouldBe("the-key-itself");
    }

    [Fact]
    public async Task An_answer_counts_as_taken_by_the_targets_own_condition()
    {
        await using var server = new ReceivingServer(x => x.Told().Order switch { "SO-1" => new ReceiverAnswer(200, """{ "code": 0 }"""), "SO-2" => new ReceiverAnswer(200, """{ "code": 7 }"""), _ => new ReceiverAnswer(409) });
        await using var app = await Receiver.StartAsync(_clock, server.Host);
        var tenant = await app.TellingAsync(Receiver.Target(server) with { SuccessPointer = "/code", SuccessEquals = "0", Accepts = [409] });

        await app.MoveAsync(tenant, ["SO-1", "SO-2", "SO-3"], "10");
        await app.SettleAsync();

        (await app.PushesAsync(tenant)).Select(x => (x.State, x.Cause)).ShouldBe([(PushState.Delivered, null), (PushState.Review, PushCauses.NotConfirmed), (PushState.Delivered, null)]);
    }
}
