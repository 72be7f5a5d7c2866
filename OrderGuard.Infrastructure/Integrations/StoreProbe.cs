using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Asks the store whether it takes anything at all, so that a message that it refuses is told from a store that is away, full or read-only.</summary>
internal sealed class StoreProbe(SystemScopes scopes)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Writes what stands there already.</summary>
    public async Task<bool> TakesAsync(TenantId tenant, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.Open(tenant);
            await scope.ServiceProvider.GetRequiredService<OrderGuardDb>().Ledgers.ExecuteUpdateAsync(x => x.SetProperty(l => l.OutboxSequence, l => l.OutboxSequence), ct);
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, the answer is that it does not.
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return false;
        }
#pragma warning restore CA1031
    }

    /// <summary>Until it does.</summary>
    public async Task WaitAsync(TenantId tenant, CancellationToken ct)
    {
        while (!await TakesAsync(tenant, ct)) await Task.Delay(Pause, ct);
    }
}
