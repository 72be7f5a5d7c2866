using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Alerts;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Alerts;

/// <summary>The members of the caller's tenant who may handle alerts.</summary>
internal sealed class Team(OrderGuardDb db) : ITeam
{
    private static readonly List<Role> Handling = [.. Enum.GetValues<Role>().Where(x => RolePermissions.Of(x).Contains(Permission.HandleAlerts))];

    public async Task<IReadOnlyList<TeamMember>> ListAsync(CancellationToken ct)
    {
        var ids = await db.Memberships.Where(x => !x.Locked && Handling.Contains(x.Role)).Select(x => x.UserId).ToListAsync(ct);
        var guids = ids.ConvertAll(x => x.Value);
        var people = await db.Users.Where(x => guids.Contains(x.Id)).OrderBy(x => x.DisplayName).Select(x => new { x.Id, x.DisplayName, x.Email }).ToListAsync(ct);
        return people.ConvertAll(x => new TeamMember(new UserId(x.Id), x.DisplayName.Length > 0 ? x.DisplayName : x.Email ?? "", x.Email ?? ""));
    }
}
