using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Configuration;
using OrderGuard.Infrastructure.Integrations;

namespace OrderGuard.Infrastructure.Notifications;

/// <summary>Letters through the company's mail server, with TLS and authentication.</summary>
internal sealed class EmailSender(OutgoingConnections connections, IOptions<OutgoingOptions> options) : IChannelSender
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(12);

    public ChannelKind Kind => ChannelKind.Email;

    public async Task<SendOutcome> SendAsync(ChannelMessage message, CancellationToken ct)
    {
        var channel = message.Channel;
        var to = message.People.Select(x => x.Email).Where(x => x.Length > 0).Concat(channel.To).Distinct(StringComparer.OrdinalIgnoreCase).Where(IsPlain).ToList();
        if (to.Count == 0) return new SendOutcome(SendVerdict.Never, null, "Nobody who is meant has an e-mail address.");
        if (channel.UserName is not null && !message.Secrets.ContainsKey("password")) return new SendOutcome(SendVerdict.Never, null, "The secret for password is not set.");
        if (channel.Security is MailSecurity.None && !options.Value.IsAllowed(channel.Host!, channel.MailPort))
            return new SendOutcome(SendVerdict.Never, null, "A mail server without TLS is called only where the platform allows it.");

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Longest);
        try
        {
            var reply = await DeliverAsync(message, to, limit.Token);
            return new SendOutcome(SendVerdict.Sent, reply.Code, reply.Text);
        }
        catch (SmtpRefusedException e)
        {
            return new SendOutcome(e.Reply.Code / 100 == 5 ? SendVerdict.Never : SendVerdict.Again, e.Reply.Code, e.Reply.Text);
        }
        catch (OutgoingRefusedException e)
        {
            return new SendOutcome(SendVerdict.Never, null, e.Message);
        }
        catch (AuthenticationException e)
        {
            return new SendOutcome(SendVerdict.Again, null, e.Message);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return new SendOutcome(SendVerdict.Again, null, e.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new SendOutcome(SendVerdict.Again, null, "The time ran out before the server answered.");
        }
    }

    private async Task<SmtpReply> DeliverAsync(ChannelMessage message, IReadOnlyList<string> to, CancellationToken ct)
    {
        var channel = message.Channel;
        var security = channel.Security ?? MailSecurity.StartTls;
        await using var smtp = await SmtpConversation.OpenAsync(connections, channel.Host!, channel.MailPort, security is MailSecurity.Tls, options.Value.MailAuthorities, ct);
        await smtp.HearAsync(220, ct);
        var hello = await smtp.SayAsync("EHLO orderguard", 250, ct);
        if (security is MailSecurity.StartTls)
        {
            await smtp.SayAsync("STARTTLS", 220, ct);
            await smtp.SecureAsync(channel.Host!, ct);
            hello = await smtp.SayAsync("EHLO orderguard", 250, ct);
        }
        if (channel.UserName is { } user) await SignInAsync(smtp, hello, user, message.Secrets["password"], ct);
        await smtp.SayAsync($"MAIL FROM:<{channel.Sender}>", 250, ct);
        var refused = await NameReadersAsync(smtp, to, ct);
        await smtp.SayAsync("DATA", 354, ct);
        var reply = await smtp.WriteAsync(LetterOf(message, to), 250, ct);
        if (refused.Count > 0) reply = reply with { Text = $"{reply.Text}\nNot to all:\n{string.Join('\n', refused)}" };
        try
        {
            await smtp.SayAsync("QUIT", 2, ct);
        }
        catch (Exception e) when (e is IOException or SmtpRefusedException)
        {
            // The letter is taken; how the server says good-bye does not matter.
        }
        return reply;
    }

    /// <summary>One reader whom the server does not know keeps the letter from nobody else; answers what it said of those.</summary>
    private static async Task<IReadOnlyList<string>> NameReadersAsync(SmtpConversation smtp, IReadOnlyList<string> to, CancellationToken ct)
    {
        var refused = new List<SmtpRefusedException>();
        foreach (var address in to)
        {
            try
            {
                await smtp.SayAsync($"RCPT TO:<{address}>", 2, ct);
            }
            catch (SmtpRefusedException e)
            {
                refused.Add(e);
            }
        }
        return refused.Count < to.Count ? refused.ConvertAll(x => x.Reply.Text) : throw refused[0];
    }

    private static async Task SignInAsync(SmtpConversation smtp, SmtpReply hello, string user, string password, CancellationToken ct)
    {
        var ways = hello.Text.Split('\n').FirstOrDefault(x => x.Length > 4 && x[4..].StartsWith("AUTH", StringComparison.OrdinalIgnoreCase)) ?? "";
        if (ways.Contains("PLAIN", StringComparison.OrdinalIgnoreCase) || !ways.Contains("LOGIN", StringComparison.OrdinalIgnoreCase))
        {
            await smtp.SayAsync("AUTH PLAIN " + Base64($"\0{user}\0{password}"), 235, ct);
            return;
        }
        await smtp.SayAsync("AUTH LOGIN", 334, ct);
        await smtp.SayAsync(Base64(user), 334, ct);
        await smtp.SayAsync(Base64(password), 235, ct);
    }

    /// <summary>The letter as it goes over the wire (RFC 5322): plain text in UTF-8, in base64, so that no line is too long and none begins with a dot.</summary>
    private static byte[] LetterOf(ChannelMessage message, IReadOnlyList<string> to)
    {
        var domain = message.Channel.Sender![(message.Channel.Sender!.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var letter = new StringBuilder()
            .Append("From: OrderGuard <").Append(message.Channel.Sender).Append(">\r\n")
            .Append("To: ").AppendJoin(",\r\n ", to).Append("\r\n")
            .Append("Subject: ").Append(Subject(message.Title)).Append("\r\n")
            .Append("Date: ").Append(message.Now.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture)).Append("\r\n")
            .Append("Message-ID: <").Append(message.Id.ToString("N")).Append('@').Append(domain).Append(">\r\n")
            .Append("Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n")
            .Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(message.Text.ReplaceLineEndings("\r\n") + "\r\n"), Base64FormattingOptions.InsertLineBreaks))
            .Append("\r\n.\r\n");
        return Encoding.ASCII.GetBytes(letter.ToString());
    }

    /// <summary>In encoded words (RFC 2047), each short enough for its line.</summary>
    private static string Subject(string title)
    {
        var words = new List<string>();
        var part = new StringBuilder();
        foreach (var rune in title.EnumerateRunes().Where(x => !Rune.IsControl(x)))
        {
            if (Encoding.UTF8.GetByteCount(part.ToString()) + rune.Utf8SequenceLength > 42)
            {
                words.Add(Base64(part.ToString()));
                part.Clear();
            }
            part.Append(rune.ToString());
        }
        words.Add(Base64(part.ToString()));
        return string.Join("\r\n ", words.Select(x => $"=?utf-8?B?{x}?="));
    }

    private static bool IsPlain(string address) => address.All(x => x is > ' ' and < '\u007f' and not ('<' or '>' or ','));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
