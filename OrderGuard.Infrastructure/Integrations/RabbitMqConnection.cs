using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Integrations;
using RabbitMQ.Client;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>This node's one connection to the broker: made again, at growing intervals, whenever it is lost.</summary>
internal sealed partial class RabbitMqConnection(IOptions<RabbitMqOptions> options, TimeProvider clock, ILogger<RabbitMqConnection> logger) : BackgroundService
{
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private TaskCompletionSource<IConnection> _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BrokerState State { get; private set; } = BrokerState.None with { Configured = true, Address = AddressOf(options.Value.Uri) };
    public BrokerNames Names { get; } = new(options.Value.Prefix);

    /// <summary>The connection, once there is one.</summary>
    public Task<IConnection> GetAsync(CancellationToken ct)
    {
        lock (_lock) return _open.Task.WaitAsync(ct);
    }

    /// <summary>Says, before anything else does, that the connection is gone which is there now.</summary>
    public CancellationToken Lost { get; private set; } = new(canceled: true);

    /// <summary>The connection, or null where there is none now.</summary>
    public IConnection? Current
    {
        get
        {
            lock (_lock) return _open.Task is { IsCompletedSuccessfully: true, Result: { IsOpen: true } open } ? open : null;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(options.Value.Uri!), AutomaticRecoveryEnabled = false, TopologyRecoveryEnabled = false,
            RequestedHeartbeat = TimeSpan.FromSeconds(10), RequestedConnectionTimeout = TimeSpan.FromSeconds(10), ClientProvidedName = $"OrderGuard {Environment.MachineName}",
        };
        for (var attempt = 0; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                await using var connection = await factory.CreateConnectionAsync(stoppingToken);
                attempt = 0;
                await HoldAsync(connection, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever keeps the broker away, the next attempt may find it.
            catch (Exception e)
            {
                attempt++;
                State = State with { Connected = false, Since = attempt == 1 ? clock.GetUtcNow() : State.Since, Error = Innermost(e).Message, Attempts = attempt };
                LogAway(attempt, Innermost(e).Message);
            }
#pragma warning restore CA1031
            if (attempt > 0) await Task.Delay(DelayAfter(attempt, Random.Shared.NextDouble()), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Twice as long after each failure, to ten seconds, give or take a quarter.</summary>
    internal static TimeSpan DelayAfter(int attempt, double chance)
    {
        var delay = ShortestDelay * Math.Pow(2, Math.Min(attempt - 1, 10));
        return (delay < LongestDelay ? delay : LongestDelay) * (0.75 + (chance / 2));
    }

    private async Task HoldAsync(IConnection connection, CancellationToken ct)
    {
        var lost = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gone = new CancellationTokenSource();
        // The first to hear: the client tells one listener after the other, and channels may keep it waiting.
        connection.ConnectionShutdownAsync += (_, e) =>
        {
            lost.TrySetResult(e.ReplyText);
            return gone.CancelAsync();
        };
        Lost = gone.Token;
        State = State with { Connected = true, Since = clock.GetUtcNow(), Error = null, Attempts = 0 };
        LogConnected(State.Address);
        lock (_lock) _open.TrySetResult(connection);
        try
        {
            if (!connection.IsOpen) lost.TrySetResult("closed at once");
            var why = await lost.Task.WaitAsync(ct);
            State = State with { Connected = false, Since = clock.GetUtcNow(), Error = why };
            LogLost(why);
        }
        finally
        {
            lock (_lock) _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await gone.CancelAsync();
            if (ct.IsCancellationRequested && connection.IsOpen) await connection.CloseAsync(CancellationToken.None);
        }
    }

    private static string? AddressOf(string? uri) => Uri.TryCreate(uri, UriKind.Absolute, out var parsed) ? $"{parsed.Scheme}://{parsed.Host}:{(parsed.Port > 0 ? parsed.Port : 5672)}{parsed.AbsolutePath.TrimEnd('/')}" : null;

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;

    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to the message broker {Address}")]
    private partial void LogConnected(string? address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection to the message broker was lost: {Reason}")]
    private partial void LogLost(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The message broker cannot be reached, attempt {Attempt}: {Reason}")]
    private partial void LogAway(int attempt, string reason);
}
