using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>The people to whom an alert can be given.</summary>
[Requires(Permission.HandleAlerts)]
public sealed record GetTeam;

internal sealed class GetTeamHandler(IPeople people, Caller caller) : IHandler<GetTeam, IReadOnlyList<PersonName>>
{
    public async Task<Result<IReadOnlyList<PersonName>>> HandleAsync(GetTeam request, CancellationToken ct) =>
        new Result<IReadOnlyList<PersonName>>(await people.AssignableAsync(caller.RequiredTenant, ct), null);
}
