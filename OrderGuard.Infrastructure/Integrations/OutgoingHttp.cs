using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>The one place from which other systems are called by HTTP.</summary>
/// <remarks>
/// Follows no redirect and uses no proxy, since both would lead past <see cref="OutgoingConnections"/>; keeps no cookie; asks for TLS
/// unless the platform allows the host. What a tenant's settings make it call fails with an answer, never with an exception.
/// Time-outs run by the clock of the network, not by the application's: a test that moves the latter must not break a connection.
/// </remarks>
public sealed class OutgoingHttp : IDisposable
{
    public const int BodyLimit = 64 * 1024;
    private readonly IOptions<OutgoingOptions> _options;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline<OutgoingAnswer> _onceMore;
    private readonly ResiliencePipeline<OutgoingAnswer> _repeating;

    public OutgoingHttp(OutgoingConnections connections, IOptions<OutgoingOptions> options)
    {
        _options = options;
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, ct) => await connections.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, ct),
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(4), PooledConnectionLifetime = TimeSpan.FromMinutes(2), MaxConnectionsPerServer = 16,
        };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("OrderGuard", "1"));
        _onceMore = Retrying(x => x.Outcome is OutgoingOutcome.NotSent);
        _repeating = Retrying(x => x.Outcome is OutgoingOutcome.NotSent or OutgoingOutcome.Unknown || x.Status is 502 or 503 or 504);
    }

    public async Task<OutgoingAnswer> SendAsync(OutgoingRequest request, CancellationToken ct)
    {
        if (Check(request) is { } why) return new OutgoingAnswer(OutgoingOutcome.Refused, null, why);
        if (request.Once) return await AttemptAsync(request, ct);
        return await (request.MayRepeat ? _repeating : _onceMore).ExecuteAsync(async token => await AttemptAsync(request, token), ct);
    }

    public void Dispose() => _client.Dispose();

    private ResiliencePipeline<OutgoingAnswer> Retrying(Func<OutgoingAnswer, bool> again)
    {
        var builder = new ResiliencePipelineBuilder<OutgoingAnswer>();
        if (_options.Value.Retries == 0) return builder.Build();
        return builder.AddRetry(new RetryStrategyOptions<OutgoingAnswer>
        {
            MaxRetryAttempts = _options.Value.Retries, Delay = TimeSpan.FromMilliseconds(200), BackoffType = DelayBackoffType.Exponential, UseJitter = true,
            ShouldHandle = x => ValueTask.FromResult(x.Outcome.Result is { } answer && again(answer)),
        }).Build();
    }

    private string? Check(OutgoingRequest request)
    {
        if (!Uri.TryCreate(request.Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) return "The address is not an absolute http or https address.";
        if (address.UserInfo.Length > 0) return "An address with a user name in it is not called.";
        return address.Scheme is "http" && !_options.Value.IsAllowed(address.Host, address.Port) ? "The address is without TLS (https)." : null;
    }

    private async Task<OutgoingAnswer> AttemptAsync(OutgoingRequest request, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(request.TimeOut ?? _options.Value.TimeOut);
        try
        {
            using var message = Message(request);
            using var answer = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var retryAfter = answer.Headers.RetryAfter?.Delta;
            return new OutgoingAnswer(OutgoingOutcome.Answered, (int)answer.StatusCode, await ReadAsync(answer.Content, request.MostBytes, limit.Token), retryAfter);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new OutgoingAnswer(OutgoingOutcome.Unknown, null, "The time ran out before an answer came.");
        }
        catch (FormatException e)
        {
            return new OutgoingAnswer(OutgoingOutcome.Refused, null, e.Message);
        }
        catch (HttpRequestException e)
        {
            return Failed(e);
        }
        catch (IOException e)
        {
            return new OutgoingAnswer(OutgoingOutcome.Unknown, null, e.Message);
        }
    }

    private static OutgoingAnswer Failed(HttpRequestException e)
    {
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
            if (inner is OutgoingRefusedException) return new OutgoingAnswer(OutgoingOutcome.Refused, null, inner.Message);
        var certainly = e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            && e.InnerException is SocketException or AuthenticationException or TimeoutException;
        return new OutgoingAnswer(certainly ? OutgoingOutcome.NotSent : OutgoingOutcome.Unknown, null, (e.InnerException ?? e).Message);
    }

    private static HttpRequestMessage Message(OutgoingRequest request)
    {
        var message = new HttpRequestMessage(request.Method, request.Address);
        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
        }
        foreach (var (name, value) in request.Headers)
            if (!message.Headers.TryAddWithoutValidation(name, value)) message.Content?.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    private static async Task<string> ReadAsync(HttpContent content, int most, CancellationToken ct)
    {
        await using var stream = await content.ReadAsStreamAsync(ct);
        var buffer = new byte[most];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }
}
