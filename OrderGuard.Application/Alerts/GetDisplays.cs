using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>The tenant's displays whose links are not revoked, newest first.</summary>
[Requires(Permission.ManageDisplays)]
public sealed record GetDisplays;

public sealed record DisplayRow(DisplayTokenId Id, string Name, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastSeenAt);

internal sealed class GetDisplaysHandler(IOrderGuardDb db) : IHandler<GetDisplays, IReadOnlyList<DisplayRow>>
{
    private const int Most = 200;

    public async Task<Result<IReadOnlyList<DisplayRow>>> HandleAsync(GetDisplays request, CancellationToken ct)
    {
        var rows = await db.DisplayTokens.Where(x => x.RevokedAt == null).OrderByDescending(x => x.CreatedAt).Take(Most)
            .Select(x => new DisplayRow(x.Id, x.Name, x.CreatedBy, x.CreatedAt, x.ExpiresAt, x.LastSeenAt)).ToListAsync(ct);
        return new Result<IReadOnlyList<DisplayRow>>(rows, null);
    }
}
