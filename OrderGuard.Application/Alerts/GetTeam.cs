using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>The people to whom an alert can be given.</summary>
[Requires(Permission.HandleAlerts)]
public sealed record GetTeam;

internal sealed class GetTeamHandler(ITeam team) : IHandler<GetTeam, IReadOnlyList<TeamMember>>
{
    public async Task<Result<IReadOnlyList<TeamMember>>> HandleAsync(GetTeam request, CancellationToken ct) =>
        new Result<IReadOnlyList<TeamMember>>(await team.ListAsync(ct), null);
}
