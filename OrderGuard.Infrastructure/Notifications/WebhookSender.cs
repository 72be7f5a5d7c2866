using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Configuration;
using OrderGuard.Infrastructure.Integrations;

namespace OrderGuard.Infrastructure.Notifications;

/// <summary>A system of the company, told by the Standard Webhooks specification; while keys rotate, signed with each of them.</summary>
internal sealed class WebhookSender(OutgoingHttp http) : IChannelSender
{
    private const string Prefix = "whsec_";

    public ChannelKind Kind => ChannelKind.Webhook;

    public async Task<SendOutcome> SendAsync(ChannelMessage message, CancellationToken ct)
    {
        var keys = message.Secrets.OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => KeyOf(x.Value)).OfType<byte[]>().ToList();
        if (keys.Count == 0) return new SendOutcome(SendVerdict.Never, null, "No signing key is set, or it is not a whsec_ key in base64.");

        var id = $"msg_{message.Id:N}";
        var timestamp = message.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var answer = await http.SendAsync(new OutgoingRequest(HttpMethod.Post, message.Channel.Target)
        {
            Body = Encoding.UTF8.GetBytes(message.Payload), ContentType = "application/json",
            Headers = new Dictionary<string, string>
            {
                ["webhook-id"] = id, ["webhook-timestamp"] = timestamp, ["webhook-signature"] = string.Join(' ', keys.Select(x => Sign(id, timestamp, message.Payload, x))),
            },
            // The receiver tells a repeat by its id.
            MayRepeat = true,
        }, ct);
        if (answer.IsSuccess) return new SendOutcome(SendVerdict.Sent, answer.Status, answer.Body);
        if (answer.Status == 410) return new SendOutcome(SendVerdict.Gone, answer.Status, answer.Body);
        var outcome = ProviderAnswers.Unsuccessful(answer);
        // Whatever else it answers, a webhook may be mended on the other side: the schedule goes on.
        return outcome with { Verdict = answer.Outcome is OutgoingOutcome.Refused ? SendVerdict.Never : SendVerdict.Again };
    }

    public static string Sign(string id, string timestamp, string payload, byte[] key) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{payload}")));

    public static byte[]? KeyOf(string secret)
    {
        var text = secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret;
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) && length > 0 ? key[..length] : null;
    }
}
