using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OrderGuard.Infrastructure.Integrations;

namespace OrderGuard.Infrastructure.Notifications;

/// <summary>A mail server's answer: its code, and all of its lines.</summary>
internal sealed record SmtpReply(int Code, string Text);

/// <summary>The server answered something else than was needed.</summary>
internal sealed class SmtpRefusedException(SmtpReply reply) : Exception(reply.Text)
{
    public SmtpReply Reply { get; } = reply;
}

/// <summary>One conversation with a mail server (RFC 5321), over a connection that may go over to TLS.</summary>
internal sealed class SmtpConversation(Stream connection, string? authorities) : IAsyncDisposable
{
    private const int LongestReply = 32 * 1024;
    private readonly byte[] _buffer = new byte[4_096];
    private Stream _stream = connection;
    private int _from, _to;

    public static async Task<SmtpConversation> OpenAsync(OutgoingConnections connections, string host, int port, bool tls, string? authorities, CancellationToken ct)
    {
        var conversation = new SmtpConversation(await connections.ConnectAsync(host, port, ct), authorities);
        if (tls) await conversation.SecureAsync(host, ct);
        return conversation;
    }

    public async Task SecureAsync(string host, CancellationToken ct)
    {
        // What came in the clear before TLS counts for nothing after it.
        (_from, _to) = (0, 0);
        var secure = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = secure;
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = Trusted() }, ct);
    }

    /// <summary>Whose signature counts; null: whom the machine trusts.</summary>
    private X509ChainPolicy? Trusted()
    {
        if (authorities is null) return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authorities);
        return policy;
    }

    /// <summary>Says a line and waits for an answer that begins with <paramref name="expected"/>.</summary>
    public async Task<SmtpReply> SayAsync(string line, int expected, CancellationToken ct)
    {
        if (line.AsSpan().IndexOfAny('\r', '\n') >= 0) throw new InvalidOperationException("A line of SMTP has no line end inside.");
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), ct);
        await _stream.FlushAsync(ct);
        return await HearAsync(expected, ct);
    }

    public async Task<SmtpReply> WriteAsync(byte[] data, int expected, CancellationToken ct)
    {
        await _stream.WriteAsync(data, ct);
        await _stream.FlushAsync(ct);
        return await HearAsync(expected, ct);
    }

    /// <summary>Waits for an answer whose code begins with the digits of <paramref name="expected"/>.</summary>
    public async Task<SmtpReply> HearAsync(int expected, CancellationToken ct)
    {
        var lines = new List<string>();
        while (true)
        {
            var line = await ReadLineAsync(ct);
            lines.Add(line);
            if (lines.Sum(x => x.Length) > LongestReply) throw new IOException("The server's answer does not end.");
            if (line.Length >= 4 && line[3] == '-') continue;
            var reply = new SmtpReply(line.Length >= 3 && int.TryParse(line[..3], out var code) ? code : 0, string.Join('\n', lines));
            return reply.Code / (expected < 10 ? 100 : 1) == expected ? reply : throw new SmtpRefusedException(reply);
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<string> ReadLineAsync(CancellationToken ct)
    {
        var line = new List<byte>();
        while (true)
        {
            if (_from == _to)
            {
                (_from, _to) = (0, await _stream.ReadAsync(_buffer, ct));
                if (_to == 0) throw new IOException("The server closed the connection.");
            }
            var next = _buffer[_from++];
            if (next == (byte)'\n') return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(next);
            if (line.Count > LongestReply) throw new IOException("The server's answer does not end.");
        }
    }
}
