using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Configuration;
using OrderGuard.Infrastructure.Integrations;

namespace OrderGuard.Infrastructure.Notifications;

/// <summary>A robot in a WeCom group: <c>/cgi-bin/webhook/send</c>, as markdown or as plain text.</summary>
internal sealed partial class WeComSender(OutgoingHttp http) : IChannelSender
{
    public const int MarkdownLimit = 4_096;
    public const int TextLimit = 2_048;
    private const int TooMany = 45009;
    private const int Busy = -1;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ChannelKind Kind => ChannelKind.WeCom;

    public async Task<SendOutcome> SendAsync(ChannelMessage message, CancellationToken ct)
    {
        if (!message.Secrets.TryGetValue("token", out var key)) return new SendOutcome(SendVerdict.Never, null, "The secret for token is not set.");
        var target = message.Channel.Target;
        var address = $"{target}{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}key={Uri.EscapeDataString(key)}";
        var answer = await http.SendAsync(new OutgoingRequest(HttpMethod.Post, address) { Body = JsonSerializer.SerializeToUtf8Bytes(message.Channel.Style is ChannelStyle.Text ? Text(message) : Markdown(message), Json) }, ct);
        if (!answer.IsSuccess) return ProviderAnswers.Unsuccessful(answer);
        return ProviderAnswers.ErrorCode(answer.Body) switch
        {
            0 => new SendOutcome(SendVerdict.Sent, answer.Status, answer.Body),
            TooMany => new SendOutcome(SendVerdict.Throttled, answer.Status, answer.Body, TimeSpan.FromMinutes(1)),
            Busy or null => new SendOutcome(SendVerdict.Again, answer.Status, answer.Body),
            _ => new SendOutcome(SendVerdict.Never, answer.Status, answer.Body),
        };
    }

    private static object Markdown(ChannelMessage message)
    {
        var mentions = string.Concat(message.People.Select(x => message.Channel.UserIds.FirstOrDefault(u => u.Key.Equals(x.Email, StringComparison.OrdinalIgnoreCase)).Value)
            .Where(x => x is not null && UserId().IsMatch(x)).Select(x => $"<@{x}>"));
        if (mentions.Length > 0) mentions = "\n" + Utf8Text.Cut(mentions, 400);
        var content = Utf8Text.Cut($"### {message.Title}\n{message.Text}", MarkdownLimit - System.Text.Encoding.UTF8.GetByteCount(mentions)) + mentions;
        return new { msgtype = "markdown", markdown = new { content } };
    }

    private static object Text(ChannelMessage message)
    {
        var plain = Link().Replace(message.Text.Replace("**", "", StringComparison.Ordinal), "$1 $2");
        var mobiles = message.People.Select(x => x.Mobile).OfType<string>().Select(x => x.StartsWith("+86", StringComparison.Ordinal) ? x[3..] : x).ToList();
        return new { msgtype = "text", text = new { content = Utf8Text.Cut($"{message.Title}\n{plain}", TextLimit), mentioned_mobile_list = mobiles } };
    }

    [GeneratedRegex(@"^[\w.@-]{1,64}$")]
    private static partial Regex UserId();

    [GeneratedRegex(@"\[([^\]]*)\]\(([^)]*)\)")]
    private static partial Regex Link();
}
