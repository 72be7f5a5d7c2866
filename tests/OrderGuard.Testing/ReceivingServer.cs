using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace OrderGuard.Testing;

/// <summary>One request as it came in over the wire.</summary>
public sealed record ReceivedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>What the server answers.</summary>
public sealed record ReceiverAnswer(int Status, string Body = "", TimeSpan? After = null, string? RetryAfter = null, string? Location = null);

/// <summary>A real HTTP server on this machine that answers as the test wants and keeps what it got.</summary>
public sealed class ReceivingServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<ReceivedRequest, ReceiverAnswer> _answer;
    private readonly Task _listening;

    /// <param name="port">Where it listens; 0: wherever there is room.</param>
    public ReceivingServer(Func<ReceivedRequest, ReceiverAnswer> answer, int port = 0)
    {
        _answer = answer;
        Port = port == 0 ? FreePort.Next() : port;
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _listening = Task.Run(ListenAsync);
    }

    public int Port { get; }

    /// <summary>Whether it keeps what it got; the answers can be asked for either way.</summary>
    public bool Keeps { get; init; } = true;

    public string Host => $"127.0.0.1:{Port}";

    public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();

    public string Address(string path) => $"http://{Host}{path}";

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _listening;
    }

    private async Task ListenAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            _ = Task.Run(() => AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var request = new ReceivedRequest(context.Request.HttpMethod, context.Request.Url!.AbsolutePath,
                context.Request.QueryString.AllKeys.OfType<string>().ToDictionary(x => x, x => context.Request.QueryString[x] ?? ""),
                context.Request.Headers.AllKeys.OfType<string>().ToDictionary(x => x, x => context.Request.Headers[x] ?? "", StringComparer.OrdinalIgnoreCase), body.ToArray());
            if (Keeps) Requests.Enqueue(request);
            var answer = _answer(request);
            if (answer.After is { } wait) await Task.Delay(wait);
            context.Response.StatusCode = answer.Status;
            if (answer.RetryAfter is { } seconds) context.Response.Headers["Retry-After"] = seconds;
            if (answer.Location is { } location) context.Response.Headers["Location"] = location;
            var bytes = Encoding.UTF8.GetBytes(answer.Body);
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The client went away, or the test ended.
        }
    }
}
