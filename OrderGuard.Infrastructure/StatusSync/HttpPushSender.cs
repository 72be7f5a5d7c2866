using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Infrastructure.Integrations;
using OrderGuard.Infrastructure.Notifications;

namespace OrderGuard.Infrastructure.StatusSync;

/// <summary>Calls target systems by HTTP: proves who is calling, and reads from the answer what it means for the push.</summary>
internal sealed class HttpPushSender(OutgoingHttp http, OAuthTokens tokens) : IPushSender
{
    private const string Mask = "•••";

    public Task<string> DescribeAsync(OutgoingPush push, CancellationToken ct) => Task.FromResult(Describe(push));

    public async Task<PushAnswer> SendAsync(OutgoingPush push, CancellationToken ct)
    {
        string? token = null;
        if (push.Target.Authentication is TargetAuthentication.OAuth2)
        {
            var got = await TokenAsync(push, null, ct);
            if (got.Token is null) return NoToken(push, got);
            token = got.Token;
        }
        if (Proof(push, token) is not { } proof)
            return new PushAnswer(PushVerdict.Outage, PushCauses.Setup, null, $"The secret “{TargetRules.RoleOf(push.Target.Authentication)}” is not kept, or is not what it should be.", Write(push, new Dictionary<string, string>()));

        var answer = await CallAsync(push, proof, ct);
        if (answer.Status == 401 && token is not null)
        {
            // The token was taken back before its time: once more with a new one.
            var renewed = await TokenAsync(push, token, ct);
            if (renewed.Token is null) return NoToken(push, renewed);
            answer = await CallAsync(push, proof = Proof(push, renewed.Token)!, ct);
        }
        return Judge(push, answer, Write(push, proof));
    }

    private static string Describe(OutgoingPush push) => Write(push, Proof(push, "token") ?? []);

    private Task<TokenAnswer> TokenAsync(OutgoingPush push, string? refused, CancellationToken ct) => push.Secrets.GetValueOrDefault("client-secret") is { } secret
        ? tokens.GetAsync(push, secret, refused, ct)
        : Task.FromResult(new TokenAnswer(null, null));

    private static PushAnswer NoToken(OutgoingPush push, TokenAnswer got) => got.Failure is { } failure
        ? new PushAnswer(PushVerdict.Outage, failure.Status is >= 400 and < 500 ? PushCauses.Unauthorized : PushCauses.Unreachable, failure.Status, "No token: " + Clean(push, failure.Say()), Describe(push))
        : new PushAnswer(PushVerdict.Outage, PushCauses.Setup, null, "The secret “client-secret” is not kept.", Describe(push));

    private Task<OutgoingAnswer> CallAsync(OutgoingPush push, IReadOnlyDictionary<string, string> proof, CancellationToken ct)
    {
        var headers = new Dictionary<string, string>(push.Headers, StringComparer.OrdinalIgnoreCase) { ["Idempotency-Key"] = push.Key };
        foreach (var (name, value) in proof) headers[name] = value;
        if (TraceParent(push) is { } parent) headers.TryAdd("traceparent", parent);
        return http.SendAsync(new OutgoingRequest(new HttpMethod(push.Target.Method), push.Address)
        {
            Headers = headers, Body = Encoding.UTF8.GetBytes(push.Body), ContentType = push.ContentType, TimeOut = push.Target.TimeOut, Once = true,
        }, ct);
    }

    /// <summary>W3C Trace Context: the call is a part of its own within the trace of the request that moved the order.</summary>
    internal static string? TraceParent(OutgoingPush push) => push.Trace is { } trace ? $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01" : null;

    /// <summary>The headers that prove who is calling; null: a secret is missing.</summary>
    private static Dictionary<string, string>? Proof(OutgoingPush push, string? token)
    {
        var (target, time) = (push.Target, push.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        var secret = TargetRules.RoleOf(target.Authentication) is { } role ? push.Secrets.GetValueOrDefault(role) : "";
        if (secret is null) return null;
        switch (target.Authentication)
        {
            case TargetAuthentication.ApiKey:
                return new() { [target.AuthHeader ?? TargetDefinition.DefaultKeyHeader] = secret };
            case TargetAuthentication.Basic:
                return new() { ["Authorization"] = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{target.UserName}:{secret}")) };
            case TargetAuthentication.OAuth2:
                return new() { ["Authorization"] = "Bearer " + token };
            case TargetAuthentication.Hmac:
                return new() { ["X-Timestamp"] = time, [target.AuthHeader ?? TargetDefinition.DefaultSignatureHeader] = Sign(secret, time, push.Body) };
            case TargetAuthentication.Webhook:
                var keys = push.Secrets.Where(x => x.Key.StartsWith("sign", StringComparison.Ordinal)).OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => WebhookSender.KeyOf(x.Value)).OfType<byte[]>().ToList();
                var id = "msg_" + push.Key;
                return keys.Count == 0 ? null : new()
                {
                    ["webhook-id"] = id, ["webhook-timestamp"] = time, ["webhook-signature"] = string.Join(' ', keys.Select(x => WebhookSender.Sign(id, time, push.Body, x))),
                };
            default:
                return [];
        }
    }

    /// <summary>What a target checks: HMAC-SHA256 in lower-case hex over the time, a dot and the body.</summary>
    public static string Sign(string secret, string time, string body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}")));

    private static PushAnswer Judge(OutgoingPush push, OutgoingAnswer answer, string request)
    {
        var text = Clean(push, answer.Body);
        PushAnswer Say(PushVerdict verdict, string? cause) => new(verdict, cause, answer.Status, text, request, answer.RetryAfter);
        return answer.Outcome switch
        {
            OutgoingOutcome.NotSent or OutgoingOutcome.Refused => Say(PushVerdict.Outage, PushCauses.Unreachable),
            OutgoingOutcome.Unknown => Say(PushVerdict.Outage, PushCauses.NoAnswer),
            _ => answer.Status switch
            {
                { } taken when push.Target.Accepts.Contains(taken) => Say(PushVerdict.Delivered, null),
                >= 200 and < 300 => IsConfirmed(push.Target, answer.Body) ? Say(PushVerdict.Delivered, null) : Say(PushVerdict.Rejected, PushCauses.NotConfirmed),
                429 => Say(PushVerdict.Throttled, PushCauses.Throttled),
                401 or 403 or 407 => Say(PushVerdict.Outage, PushCauses.Unauthorized),
                408 or 425 or 502 or 503 or 504 => Say(PushVerdict.Outage, PushCauses.ServerError),
                >= 500 => Say(PushVerdict.Failed, PushCauses.ServerError),
                _ => Say(PushVerdict.Rejected, PushCauses.Rejected),
            },
        };
    }

    private static bool IsConfirmed(TargetDefinition target, string body)
    {
        if (target.SuccessPointer is not { } pointer) return true;
        try
        {
            using var json = JsonDocument.Parse(body);
            var at = json.RootElement;
            foreach (var part in pointer.Split('/').Skip(1).Select(x => x.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
            {
                if (at.ValueKind is JsonValueKind.Array && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < at.GetArrayLength()) at = at[index];
                else if (at.ValueKind is not JsonValueKind.Object || !at.TryGetProperty(part, out at)) return false;
            }
            return (at.ValueKind is JsonValueKind.String ? at.GetString() : at.GetRawText()) == target.SuccessEquals;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Write(OutgoingPush push, IReadOnlyDictionary<string, string> proof)
    {
        var text = new StringBuilder().Append(push.Target.Method).Append(' ').Append(push.Address).Append('\n');
        foreach (var (name, value) in push.Headers) text.Append(name).Append(": ").Append(value).Append('\n');
        text.Append("Idempotency-Key: ").Append(push.Key).Append('\n');
        foreach (var name in proof.Keys) text.Append(name).Append(": ").Append(name is "X-Timestamp" or "webhook-id" or "webhook-timestamp" ? proof[name] : Mask).Append('\n');
        return text.Append("Content-Type: ").Append(push.ContentType).Append("\n\n").Append(push.Body).ToString();
    }

    /// <summary>Without what would give a secret away, should the target repeat it.</summary>
    private static string Clean(OutgoingPush push, string text) => push.Secrets.Values.Where(x => x.Length > 3).Aggregate(text, (said, secret) => said.Replace(secret, Mask, StringComparison.Ordinal));
}
