using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Configuration;
using OrderGuard.Infrastructure.Integrations;

namespace OrderGuard.Infrastructure.Notifications;

/// <summary>A robot in a DingTalk group: <c>/robot/send</c>, signed, as markdown or as a card with a button.</summary>
internal sealed class DingTalkSender(OutgoingHttp http) : IChannelSender
{
    private const int TooFast = 130101;
    private const int BadSecurity = 310000;
    private const int TextLimit = 18_000;

    /// <summary>Who sends too fast is shut out for ten minutes.</summary>
    private static readonly TimeSpan Penalty = TimeSpan.FromMinutes(10);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ChannelKind Kind => ChannelKind.DingTalk;

    public async Task<SendOutcome> SendAsync(ChannelMessage message, CancellationToken ct)
    {
        if (!message.Secrets.TryGetValue("token", out var token)) return new SendOutcome(SendVerdict.Never, null, "The secret for token is not set.");
        if (message.Channel.Secrets.ContainsKey("sign") && !message.Secrets.ContainsKey("sign")) return new SendOutcome(SendVerdict.Never, null, "The secret for sign is not set.");

        var address = AddressOf(message.Channel.Target, token, message.Secrets.GetValueOrDefault("sign"), message.Now);
        var answer = await http.SendAsync(new OutgoingRequest(HttpMethod.Post, address) { Body = Body(message) }, ct);
        if (!answer.IsSuccess) return ProviderAnswers.Unsuccessful(answer);
        return ProviderAnswers.ErrorCode(answer.Body) switch
        {
            0 => new SendOutcome(SendVerdict.Sent, answer.Status, answer.Body),
            TooFast => new SendOutcome(SendVerdict.Throttled, answer.Status, answer.Body, Penalty),
            // Signature, key word or address not allowed: only the settings can mend it.
            BadSecurity => new SendOutcome(SendVerdict.Never, answer.Status, answer.Body),
            -1 or null => new SendOutcome(SendVerdict.Again, answer.Status, answer.Body),
            _ => new SendOutcome(SendVerdict.Never, answer.Status, answer.Body),
        };
    }

    /// <summary>The signature: HMAC-SHA256 of the time in milliseconds, a line end and the secret, under the secret.</summary>
    public static string Sign(long timestamp, string secret) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{timestamp}\n{secret}"))));

    private static string AddressOf(string target, string token, string? secret, DateTimeOffset now)
    {
        var address = $"{target}{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}access_token={Uri.EscapeDataString(token)}";
        if (secret is null) return address;
        var timestamp = now.ToUnixTimeMilliseconds();
        return string.Create(CultureInfo.InvariantCulture, $"{address}&timestamp={timestamp}&sign={Uri.EscapeDataString(Sign(timestamp, secret))}");
    }

    private static byte[] Body(ChannelMessage message)
    {
        var mobiles = message.People.Select(x => x.Mobile).OfType<string>().Select(Domestic).ToList();
        // A mention only counts where the number stands in the text as well.
        var mentions = mobiles.Count == 0 ? "" : "\n" + string.Join(' ', mobiles.Select(x => "@" + x));
        var text = Utf8Text.Cut($"### {message.Title}\n{message.Text}", TextLimit).Replace("\n", "  \n", StringComparison.Ordinal) + mentions;
        var body = message.Channel.Style is ChannelStyle.ActionCard && message.Link is { } link
            ? (object)new { msgtype = "actionCard", actionCard = new { title = message.Title, text, btnOrientation = "0", singleTitle = message.Channel.Language == "en" ? "Open" : "打开", singleURL = link }, at = new { atMobiles = mobiles, isAtAll = false } }
            : new { msgtype = "markdown", markdown = new { title = message.Title, text }, at = new { atMobiles = mobiles, isAtAll = false } };
        return JsonSerializer.SerializeToUtf8Bytes(body, Json);
    }

    /// <summary>Chinese numbers stand without their country's code.</summary>
    private static string Domestic(string mobile) => mobile.StartsWith("+86", StringComparison.Ordinal) ? mobile[3..] : mobile;
}
