using System.Threading.Channels;
using OrderGuard.Application.Common;

namespace OrderGuard.Infrastructure.Common;

/// <summary>A bell for the work pump: rung any number of times, heard once.</summary>
internal sealed class WorkSignal(TimeProvider clock) : IWorkSignal
{
    /// <summary>How long the pump sleeps at the most.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Rings only for what is due before the pump looks of itself: every order that comes in arms something for later.</summary>
    public void Wake(DateTimeOffset at)
    {
        if (at - clock.GetUtcNow() <= Tick) Wake();
    }

    public void Wake() => _bell.Writer.TryWrite(true);

    public ValueTask<bool> WaitAsync(CancellationToken ct) => _bell.Reader.ReadAsync(ct);
}
