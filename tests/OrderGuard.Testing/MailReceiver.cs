using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OrderGuard.Testing;

/// <summary>A letter as it came in.</summary>
public sealed record ReceivedLetter(string From, IReadOnlyList<string> To, string Data, string? User, string? Password, bool Secure);

/// <summary>A small mail server on this machine: takes letters by SMTP, with authentication, and with STARTTLS under a certificate that nobody signed.</summary>
public sealed class MailReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _listening;
    private readonly bool _offersTls, _fromTheStart;
    private readonly X509Certificate2 _certificate = SelfSigned();

    /// <param name="offersTls">Whether it goes over to TLS when asked (STARTTLS).</param>
    /// <param name="fromTheStart">Whether it speaks TLS from the first byte.</param>
    public MailReceiver(bool offersTls = false, bool fromTheStart = false)
    {
        (_offersTls, _fromTheStart) = (offersTls, fromTheStart);
        _listener.Start();
        _listening = Task.Run(ListenAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Its certificate, for whoever is to trust it.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    public ConcurrentQueue<ReceivedLetter> Letters { get; } = new();

    /// <summary>Everything that was said to it in the clear.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _listening;
        _certificate.Dispose();
    }

    private async Task ListenAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = Task.Run(() => TalkAsync(client));
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var connection = client;
        Stream stream = client.GetStream();
        try
        {
            string from = "", user = "", password = "";
            var to = new List<string>();
            var secure = false;
            if (_fromTheStart) (stream, secure) = (await SecuredAsync(stream), true);
            await SayAsync(stream, "220 mail.test ready");
            while (await ReadLineAsync(stream) is { } line)
            {
                if (!secure) Heard.Enqueue(line);
                if (line.StartsWith("EHLO", StringComparison.Ordinal)) await SayAsync(stream, _offersTls && !secure ? "250-mail.test\r\n250-STARTTLS\r\n250 AUTH LOGIN PLAIN" : "250-mail.test\r\n250 AUTH LOGIN PLAIN");
                else if (line == "STARTTLS" && _offersTls)
                {
                    await SayAsync(stream, "220 go ahead");
                    (stream, secure) = (await SecuredAsync(stream), true);
                }
                else if (line.StartsWith("AUTH PLAIN ", StringComparison.Ordinal))
                {
                    var parts = Encoding.UTF8.GetString(Convert.FromBase64String(line[11..])).Split('\0');
                    (user, password) = (parts[1], parts[2]);
                    await SayAsync(stream, password == "wrong" ? "535 authentication failed" : "235 welcome");
                }
                else if (line.StartsWith("MAIL FROM:", StringComparison.Ordinal))
                {
                    from = line[11..^1];
                    await SayAsync(stream, "250 ok");
                }
                else if (line.StartsWith("RCPT TO:", StringComparison.Ordinal))
                {
                    if (line.Contains("unknown@", StringComparison.Ordinal))
                    {
                        await SayAsync(stream, "550 no such user");
                        continue;
                    }
                    to.Add(line[9..^1]);
                    await SayAsync(stream, "250 ok");
                }
                else if (line == "DATA")
                {
                    await SayAsync(stream, "354 go on");
                    var data = new StringBuilder();
                    while (await ReadLineAsync(stream) is { } part && part != ".") data.Append(part).Append('\n');
                    Letters.Enqueue(new ReceivedLetter(from, [.. to], data.ToString(), user, password, secure));
                    await SayAsync(stream, "250 queued as 1");
                }
                else if (line == "QUIT")
                {
                    await SayAsync(stream, "221 bye");
                    return;
                }
                else await SayAsync(stream, "502 not here");
            }
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
        {
            // The other side hung up.
        }
    }

    private async Task<Stream> SecuredAsync(Stream stream)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(_certificate);
        return tls;
    }

    private static async Task SayAsync(Stream stream, string text)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"));
        await stream.FlushAsync();
    }

    private static async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] == (byte)'\n') return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }
        return null;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=mail.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
