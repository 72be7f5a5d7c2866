using System.Text;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Infrastructure.StatusSync;

/// <summary>Tells target systems by messages: into an exchange of the company's, confirmed by the broker and taken by a queue.</summary>
internal sealed class QueuePushSender(IBroker broker) : IPushSender
{
    public async Task<string> DescribeAsync(OutgoingPush push, CancellationToken ct) => Write(push, await broker.ExchangeAsync(push.Tenant, push.Target.Exchange, ct));

    public async Task<PushAnswer> SendAsync(OutgoingPush push, CancellationToken ct)
    {
        var request = await DescribeAsync(push, ct);
        if (Encoding.UTF8.GetByteCount(push.Address) > ConfigurationLimits.RoutingKeyLength)
            return new PushAnswer(PushVerdict.Rejected, PushCauses.Rejected, null, $"The routing key is longer than {ConfigurationLimits.RoutingKeyLength} bytes.", request);

        var headers = new Dictionary<string, string>(push.Headers);
        if (HttpPushSender.TraceParent(push) is { } parent) headers.TryAdd("traceparent", parent);
        var message = new BrokerMessage(push.Target.Exchange, push.Address, push.Key, push.ContentType, headers, Encoding.UTF8.GetBytes(push.Body), push.Now);
        var answer = await broker.TellAsync(push.Tenant, message, push.Target.TimeOut, ct);
        var (verdict, cause) = Judge(answer.Word);
        return new PushAnswer(verdict, cause, null, answer.Said, request);
    }

    /// <summary>What waits for a queue or for the broker is not lost on the way: it goes out once there is one.</summary>
    private static (PushVerdict Verdict, string? Cause) Judge(BrokerWord word) => word switch
    {
        BrokerWord.Taken => (PushVerdict.Delivered, null),
        BrokerWord.NotConfigured or BrokerWord.Returned or BrokerWord.Misfit => (PushVerdict.Outage, PushCauses.Setup),
        BrokerWord.Refused => (PushVerdict.Throttled, PushCauses.Throttled),
        BrokerWord.Unanswered => (PushVerdict.Outage, PushCauses.NoAnswer),
        _ => (PushVerdict.Outage, PushCauses.Unreachable),
    };

    private static string Write(OutgoingPush push, string? exchange)
    {
        var text = new StringBuilder("exchange: ").Append(exchange ?? "–").Append("\nrouting-key: ").Append(push.Address).Append("\nmessage-id: ").Append(push.Key).Append('\n');
        foreach (var (name, value) in push.Headers) text.Append(name).Append(": ").Append(value).Append('\n');
        return text.Append("content-type: ").Append(push.ContentType).Append("\n\n").Append(push.Body).ToString();
    }
}
