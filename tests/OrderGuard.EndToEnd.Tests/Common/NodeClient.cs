using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace OrderGuard.EndToEnd.Tests.Common;

/// <summary>A message of the live hub and the moment of its arrival.</summary>
public sealed record HubMessage(string Message, DateTimeOffset At, JsonElement Body);

/// <summary>A wall that another system wrote: the hub's published client, in a Node process of its own.</summary>
public sealed class NodeClient : IAsyncDisposable
{
    public const string HubPath = "/hubs/alerts";

    private readonly Process _node;
    private readonly ConcurrentQueue<HubMessage> _all = new();
    private readonly Channel<HubMessage> _unread = Channel.CreateUnbounded<HubMessage>();
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private NodeClient(Process node)
    {
        _node = node;
        _reading = ReadAsync();
        _errors = node.StandardError.ReadToEndAsync();
    }

    /// <summary>All that has come so far, read or not.</summary>
    public IReadOnlyList<HubMessage> Messages => [.. _all];

    /// <summary>Connects and waits until the hub has let it in.</summary>
    public static async Task<NodeClient> ConnectAsync(Uri portal, string? token)
    {
        var client = Start(portal, token);
        var answer = await client.NextAsync("connected", "refused");
        if (answer.Message == "connected") return client;
        await client.DisposeAsync();
        throw new InvalidOperationException($"The hub refused: {answer.Body}");
    }

    /// <summary>Waits for the next message of one of these names, passing over others.</summary>
    public Task<HubMessage> NextAsync(params string[] messages) => NextAsync(message => messages.Contains(message.Message));

    /// <summary>Waits for the next message that fits, passing over others.</summary>
    public async Task<HubMessage> NextAsync(Func<HubMessage, bool> fits, TimeSpan? within = null)
    {
        using var patience = new CancellationTokenSource(within ?? TimeSpan.FromSeconds(30));
        try
        {
            while (true)
            {
                var message = await _unread.Reader.ReadAsync(patience.Token);
                if (fits(message)) return message;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"It did not come. What came: {string.Join(", ", _all.Select(message => message.Message))}");
        }
        catch (ChannelClosedException)
        {
            throw new InvalidOperationException($"The Node client has ended: {await _errors}");
        }
    }

    /// <summary>Calls a method of the hub, such as <c>RequestSnapshot</c>.</summary>
    public Task InvokeAsync(string method) => _node.StandardInput.WriteLineAsync(method);

    public async ValueTask DisposeAsync()
    {
        _node.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _node.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _node.Kill();
        }

        await _reading;
        _node.Dispose();
    }

    private static NodeClient Start(Uri portal, string? token)
    {
        var folder = Path.Combine(Repository.Root, "tests", "OrderGuard.EndToEnd.Tests", "node");
        string[] arguments = ["wall.mjs", new Uri(portal, HubPath).ToString(), .. token is null ? Array.Empty<string>() : [token]];
        return new NodeClient(Process.Start(new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
    }

    private async Task ReadAsync()
    {
        while (await _node.StandardOutput.ReadLineAsync() is { } line)
        {
            var message = JsonSerializer.Deserialize<HubMessage>(line, JsonSerializerOptions.Web)!;
            _all.Enqueue(message);
            _unread.Writer.TryWrite(message);
        }

        _unread.Writer.Complete();
    }
}
