using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>A screen shows its token: whose wall it may show.</summary>
[Anyone]
public sealed record OpenDisplay(string Token);

public sealed record OpenedDisplay(DisplayTokenId Id, TenantId Tenant, string Name, DateTimeOffset? ExpiresAt);

internal sealed class OpenDisplayHandler(IOrderGuardDb db, TimeProvider clock) : IHandler<OpenDisplay, OpenedDisplay>
{
    private static readonly TimeSpan SeenAgain = TimeSpan.FromMinutes(1);

    public async Task<Result<OpenedDisplay>> HandleAsync(OpenDisplay request, CancellationToken ct)
    {
        if (request.Token.Length > 200 || !request.Token.StartsWith(DisplayToken.Prefix, StringComparison.Ordinal)) return DisplayRefusals.NotValid;

        var hash = DisplayToken.HashOf(request.Token);
        var display = await db.DisplayTokens.OfAllTenants().AsNoTracking().SingleOrDefaultAsync(x => x.Hash == hash, ct);
        var now = clock.GetUtcNow();
        if (display is null || !display.IsValidAt(now)) return DisplayRefusals.NotValid;
        if (await db.Tenants.AnyAsync(x => x.Id == display.TenantId && x.Suspended, ct)) return DisplayRefusals.NotValid;

        if (display.LastSeenAt is null || now - display.LastSeenAt > SeenAgain)
            await db.DisplayTokens.OfAllTenants().Where(x => x.Id == display.Id).ExecuteUpdateAsync(x => x.SetProperty(d => d.LastSeenAt, now), ct);
        return new OpenedDisplay(display.Id, display.TenantId, display.Name, display.ExpiresAt);
    }
}
