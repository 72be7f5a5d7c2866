using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace OrderGuard.Benchmarks.Drill;

/// <summary>Brings a system's events over, by HTTP or through its queue, again and again until the other side has said that it has them.</summary>
internal sealed class DrillSender(DrillSettings settings) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly HttpClient _http = new() { BaseAddress = settings.Portal, Timeout = TimeSpan.FromSeconds(30), DefaultRequestHeaders = { { "X-Api-Key", settings.ApiKey } } };
    private IConnection? _connection;
    private IChannel? _channel;

    public int Resends { get; private set; }
    public Dictionary<string, int> Outcomes { get; } = [];

    public async Task PostAsync(IReadOnlyList<JsonElement> events)
    {
        while (true)
        {
            try
            {
                using var answer = await _http.PostAsJsonAsync("/api/v1/events", new { events });
                if (answer.IsSuccessStatusCode)
                {
                    using var body = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
                    foreach (var result in body.RootElement.GetProperty("results").EnumerateArray())
                    {
                        var outcome = result.GetProperty("outcome").GetString()!;
                        Outcomes[outcome] = Outcomes.GetValueOrDefault(outcome) + 1;
                    }
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException or JsonException)
            {
                // It is away, or went away while it answered: what it has it will know by the ids.
            }
            Resends += events.Count;
            await Task.Delay(Pause);
        }
    }

    public async Task PublishAsync(IReadOnlyList<(string Id, byte[] Body)> messages)
    {
        var left = messages.ToList();
        while (left.Count > 0)
        {
            try
            {
                var channel = await ChannelAsync();
                var sent = left.ConvertAll(x => channel.BasicPublishAsync("", settings.Queue, mandatory: true, new BasicProperties { Persistent = true, MessageId = x.Id }, x.Body).AsTask());
                for (var i = 0; i < sent.Count; i++) await sent[i].WaitAsync(TimeSpan.FromSeconds(10));
                return;
            }
            catch (Exception e) when (e is RabbitMQ.Client.Exceptions.RabbitMQClientException or TimeoutException or IOException or OperationCanceledException)
            {
                Resends += left.Count;
                if (_connection is not null) await DropAsync();
                await Task.Delay(Pause);
            }
        }
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await DropAsync();
    }

    private async Task<IChannel> ChannelAsync()
    {
        if (_channel is { IsOpen: true }) return _channel;
        await DropAsync();
        _connection = await new ConnectionFactory { Uri = new Uri(settings.Broker), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
        return _channel = await _connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null));
    }

    private async Task DropAsync()
    {
        var connection = _connection;
        (_connection, _channel) = (null, null);
        if (connection is null) return;
        try
        {
            await connection.DisposeAsync();
        }
        catch (Exception e) when (e is RabbitMQ.Client.Exceptions.RabbitMQClientException or IOException or TimeoutException or ObjectDisposedException)
        {
            // Dead already.
        }
    }
}
