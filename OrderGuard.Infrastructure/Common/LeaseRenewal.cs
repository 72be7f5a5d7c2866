using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;

namespace OrderGuard.Infrastructure.Common;

/// <summary>Renews the lease of work that takes long, while its node lives; where the lease was lost all the same, the work is broken off.</summary>
internal sealed class LeaseRenewal : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Task _renewing;

    /// <param name="limit">What ends the work when its time is up; each renewal puts it off.</param>
    public LeaseRenewal(SystemScopes scopes, LeasedBatch batch, CancellationTokenSource limit, TimeSpan lease, TimeProvider clock) => _renewing = RenewAsync(scopes, batch, limit, lease, clock);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private async Task RenewAsync(SystemScopes scopes, LeasedBatch batch, CancellationTokenSource limit, TimeSpan lease, TimeProvider clock)
    {
        while (true)
        {
            await Task.Delay(lease / 3, clock, _over.Token);
            try
            {
                if (await RenewedAsync(scopes, batch, clock.GetUtcNow() + lease)) limit.CancelAfter(lease * 0.8);
                else
                {
                    await limit.CancelAsync();
                    return;
                }
            }
            catch (DbException)
            {
                // The database is away for a moment: the next turn comes before the lease is over.
            }
        }
    }

    private async Task<bool> RenewedAsync(SystemScopes scopes, LeasedBatch batch, DateTimeOffset until)
    {
        await using var scope = scopes.Open(batch.Lane.Tenant);
        var (lease, ids) = (batch.Lease, batch.Items.Select(x => x.Id).ToList());
        return await scope.ServiceProvider.GetRequiredService<OrderGuardDb>().WorkItems.Where(x => EF.Parameter(ids).Contains(x.Id) && x.Lease == lease && x.State == WorkItemState.Waiting)
            .ExecuteUpdateAsync(x => x.SetProperty(i => i.VisibleAt, until), _over.Token) > 0;
    }
}
