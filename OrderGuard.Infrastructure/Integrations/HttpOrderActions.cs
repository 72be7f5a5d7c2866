using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Speaks with the master system by signed HTTP.</summary>
/// <remarks>
/// <c>POST {url}/actions</c> asks, <c>GET {url}/actions/{key}</c> asks what became of it (404: it never came). Both carry the time,
/// and an HMAC-SHA256 over time, method, path, key and body; the answer's <c>state</c> is done, refused or pending.
/// </remarks>
internal sealed class HttpOrderActions(OutgoingHttp http, SecretVault vault, TimeProvider clock) : IOrderActionConnector
{
    public const string KeyHeader = "Idempotency-Key";
    public const string TimeHeader = "X-OrderGuard-Timestamp";
    public const string SignatureHeader = "X-OrderGuard-Signature";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public ConnectorKind Kind => ConnectorKind.Http;

    public Task<ActionReply> SendAsync(ActionCall call, ConnectorSettings settings, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { call.OrderNo, call.Action, call.Target, call.Amount, call.Currency, call.Reason, call.RequestedAt, key = call.Key }, Json);
        return CallAsync(HttpMethod.Post, "", call.Key, body, settings, ct);
    }

    public Task<ActionReply> FindOutAsync(string key, ConnectorSettings settings, CancellationToken ct) =>
        CallAsync(HttpMethod.Get, "/" + Uri.EscapeDataString(key), key, null, settings, ct);

    /// <summary>What the master system checks: HMAC-SHA256 in lower-case hex over the five parts, a line each.</summary>
    public static string Sign(string secret, string timestamp, string method, string path, string key, ReadOnlySpan<byte> body)
    {
        var said = Encoding.UTF8.GetBytes($"{timestamp}\n{method}\n{path}\n{key}\n");
        return "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. said, .. body]));
    }

    private async Task<ActionReply> CallAsync(HttpMethod method, string tail, string key, byte[]? body, ConnectorSettings settings, CancellationToken ct)
    {
        if (!Uri.TryCreate($"{settings.Url?.TrimEnd('/')}/actions{tail}", UriKind.Absolute, out var address)) return NotYet("The connector has no address.", method);
        var read = settings.Secret is { } name ? await vault.ReadAsync(new Dictionary<string, string> { ["sign"] = name }, ct) : new Dictionary<string, string>();
        if (!read.TryGetValue("sign", out var secret)) return NotYet("The connector's secret is not stored.", method);

        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var answer = await http.SendAsync(new OutgoingRequest(method, address.AbsoluteUri)
        {
            Headers = new Dictionary<string, string>
            {
                [KeyHeader] = key, [TimeHeader] = timestamp, [SignatureHeader] = Sign(secret, timestamp, method.Method, address.AbsolutePath, key, body),
            },
            Body = body is null ? null : new ReadOnlyMemory<byte>(body),
            // Asking does no harm twice; a request that may have arrived is asked about first.
            MayRepeat = method == HttpMethod.Get,
        }, ct);
        return method == HttpMethod.Get ? Found(answer) : Sent(answer);
    }

    private static ActionReply Sent(OutgoingAnswer answer) => answer switch
    {
        { Outcome: OutgoingOutcome.NotSent } => new(ActionOutcome.NotArrived, answer.Say()),
        // The platform does not let it be called: an administrator mends the address, and it goes on.
        { Outcome: OutgoingOutcome.Refused } => new(ActionOutcome.NotArrived, answer.Say()),
        { Outcome: OutgoingOutcome.Unknown } => new(ActionOutcome.Unknown, answer.Say()),
        { IsSuccess: true } => Read(answer),
        // Whoever asks to wait has not taken it; so has whoever does not know us.
        { Status: 429 or 401 or 403 } => new(ActionOutcome.NotArrived, Say(answer)),
        { Status: 408 or 409 or >= 500 } => new(ActionOutcome.Unknown, Say(answer)),
        _ => new(ActionOutcome.Refused, Say(answer)),
    };

    private static ActionReply Found(OutgoingAnswer answer) => answer switch
    {
        { IsSuccess: true } => Read(answer),
        { Outcome: OutgoingOutcome.Answered, Status: 404 } => new(ActionOutcome.NotArrived, "The master system does not know the request."),
        _ => new(ActionOutcome.Unknown, Say(answer)),
    };

    private static ActionReply Read(OutgoingAnswer answer)
    {
        try
        {
            using var body = JsonDocument.Parse(answer.Body);
            var state = body.RootElement.ValueKind is JsonValueKind.Object && body.RootElement.TryGetProperty("state", out var said) && said.ValueKind is JsonValueKind.String ? said.GetString() : null;
            return state switch
            {
                "done" => new(ActionOutcome.Done, Say(answer)),
                "refused" => new(ActionOutcome.Refused, Say(answer)),
                _ => new(ActionOutcome.Unknown, Say(answer)),
            };
        }
        catch (JsonException)
        {
            return new(ActionOutcome.Unknown, $"HTTP {answer.Status}: an answer that is not JSON.");
        }
    }

    /// <summary>Nothing was sent now; what is asked about may have been sent before.</summary>
    private static ActionReply NotYet(string why, HttpMethod method) => new(method == HttpMethod.Get ? ActionOutcome.Unknown : ActionOutcome.NotArrived, why);

    private static string Say(OutgoingAnswer answer) => answer.Status is { } status ? $"HTTP {status} {answer.Body}".Trim() : answer.Say();
}
