using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>Writes down every second how far a training is, and breaks it off where a person has cancelled it.</summary>
internal sealed class TrainingWatch : IProgress<double>, IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly SystemScopes _scopes;
    private readonly TenantId _tenant;
    private readonly TrainingRunId _id;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _work, _stop = new();
    private readonly Task _watching;
    private double _share;

    public TrainingWatch(SystemScopes scopes, TenantId tenant, TrainingRunId id, TimeProvider clock, CancellationToken ct)
    {
        (_scopes, _tenant, _id, _clock) = (scopes, tenant, id, clock);
        _work = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _watching = WatchAsync();
    }

    /// <summary>Ends where the training is to end.</summary>
    public CancellationToken Token => _work.Token;

    /// <summary>Whether the training is no longer under way by its own record.</summary>
    public bool Cancelled { get; private set; }

    public void Report(double value) => Volatile.Write(ref _share, value);

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _work.Dispose();
    }

    private async Task WatchAsync()
    {
        while (true)
        {
            await Task.Delay(Every, _clock, _stop.Token);
            try
            {
                if (await TellAsync()) continue;
                Cancelled = true;
                await _work.CancelAsync();
                return;
            }
            catch (DbException)
            {
                // The database is busy or away: the work itself goes on, and says so if it cannot.
            }
        }
    }

    private async Task<bool> TellAsync()
    {
        await using var scope = _scopes.Open(_tenant);
        var (now, share) = (_clock.GetUtcNow(), Volatile.Read(ref _share));
        var told = await scope.ServiceProvider.GetRequiredService<IOrderGuardDb>().TrainingRuns.Where(x => x.Id == _id && x.State == TrainingState.Running)
            .ExecuteUpdateAsync(x => x.SetProperty(r => r.Share, share).SetProperty(r => r.HeardAt, now), _stop.Token);
        if (told > 0) scope.ServiceProvider.GetRequiredService<ILiveFeed>().Publish(new TrainingLiveChange(_tenant));
        return told > 0;
    }
}
