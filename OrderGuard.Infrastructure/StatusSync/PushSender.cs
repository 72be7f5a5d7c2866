using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Infrastructure.StatusSync;

/// <summary>Tells each target in its own way.</summary>
internal sealed class PushSender(HttpPushSender http, QueuePushSender queue) : IPushSender
{
    public Task<PushAnswer> SendAsync(OutgoingPush push, CancellationToken ct) => For(push).SendAsync(push, ct);

    public Task<string> DescribeAsync(OutgoingPush push, CancellationToken ct) => For(push).DescribeAsync(push, ct);

    private IPushSender For(OutgoingPush push) => push.Target.Transport is TargetTransport.Queue ? queue : http;
}
