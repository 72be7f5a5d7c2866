using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace OrderGuard.Infrastructure.Common;

/// <summary>Brings the configured database to the current schema.</summary>
public static class DatabaseSchema
{
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken ct = default)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<OrderGuardDb>().Database.MigrateAsync(ct);
    }
}
