using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using OrderGuard.Application.StatusSync;
using OrderGuard.Infrastructure.Integrations;

namespace OrderGuard.Infrastructure.StatusSync;

/// <summary>A token, or why there is none.</summary>
internal sealed record TokenAnswer(string? Token, OutgoingAnswer? Failure);

/// <summary>Access tokens by OAuth 2 client credentials (RFC 6749, 4.4), one for each client: kept until shortly before they end, and asked for once however many wait.</summary>
internal sealed class OAuthTokens(OutgoingHttp http, TimeProvider clock)
{
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UsualLife = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<Client, Holder> _tokens = new();

    /// <summary>A token other than <paramref name="refused"/>, which the target no longer takes.</summary>
    public async Task<TokenAnswer> GetAsync(OutgoingPush push, string secret, string? refused, CancellationToken ct)
    {
        var client = new Client(push.Tenant.Value, push.Target.TokenAddress!, push.Target.UserName!, push.Target.Scope, secret);
        var holder = _tokens.GetOrAdd(client, _ => new Holder());
        await holder.One.WaitAsync(ct);
        try
        {
            if (holder.Token is { } known && known != refused && holder.Until > clock.GetUtcNow()) return new TokenAnswer(known, null);
            var answer = await AskAsync(client, push.Target.TimeOut, ct);
            (holder.Token, holder.Until) = (null, default);
            if (!answer.IsSuccess || Read(answer.Body) is not { } read) return new TokenAnswer(null, answer);
            (holder.Token, holder.Until) = (read.Token, clock.GetUtcNow() + (read.Life > Early * 2 ? read.Life - Early : read.Life / 2));
            return new TokenAnswer(read.Token, null);
        }
        finally
        {
            holder.One.Release();
        }
    }

    private Task<OutgoingAnswer> AskAsync(Client client, TimeSpan timeOut, CancellationToken ct)
    {
        var form = "grant_type=client_credentials" + (client.Scope is { } scope ? "&scope=" + Uri.EscapeDataString(scope) : "");
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(client.Id)}:{Uri.EscapeDataString(client.Secret)}"));
        return http.SendAsync(new OutgoingRequest(HttpMethod.Post, client.Address)
        {
            Body = Encoding.UTF8.GetBytes(form), ContentType = "application/x-www-form-urlencoded", TimeOut = timeOut, Once = true,
            Headers = new Dictionary<string, string> { ["Authorization"] = "Basic " + basic, ["Accept"] = "application/json" },
        }, ct);
    }

    private static (string Token, TimeSpan Life)? Read(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind is not JsonValueKind.Object || !json.RootElement.TryGetProperty("access_token", out var token) || token.GetString() is not { Length: > 0 } text) return null;
            var life = json.RootElement.TryGetProperty("expires_in", out var seconds) && seconds.ValueKind is JsonValueKind.Number && seconds.TryGetInt32(out var n) && n > 0 ? TimeSpan.FromSeconds(n) : UsualLife;
            return (text, life);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private sealed record Client(Guid Tenant, string Address, string Id, string? Scope, string Secret);

    private sealed class Holder
    {
        public SemaphoreSlim One { get; } = new(1, 1);
        public string? Token { get; set; }
        public DateTimeOffset Until { get; set; }
    }
}
