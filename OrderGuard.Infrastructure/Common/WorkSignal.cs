using System.Threading.Channels;
using OrderGuard.Application.Common;

namespace OrderGuard.Infrastructure.Common;

/// <summary>A bell for the work pump: rung any number of times, heard once.</summary>
internal sealed class WorkSignal : IWorkSignal
{
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _bell.Writer.TryWrite(true);

    public ValueTask<bool> WaitAsync(CancellationToken ct) => _bell.Reader.ReadAsync(ct);
}
