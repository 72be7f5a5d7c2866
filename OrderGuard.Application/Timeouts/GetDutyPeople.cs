using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Timeouts;

/// <summary>The people who can be on duty, by name.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record GetDutyPeople;

internal sealed class GetDutyPeopleHandler(IPeople people, Caller caller) : IHandler<GetDutyPeople, IReadOnlyList<PersonName>>
{
    public async Task<Result<IReadOnlyList<PersonName>>> HandleAsync(GetDutyPeople request, CancellationToken ct) =>
        new Result<IReadOnlyList<PersonName>>(await people.AssignableAsync(caller.RequiredTenant, ct), null);
}
