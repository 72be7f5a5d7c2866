using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>The members of the caller's tenant, by name, a page at a time.</summary>
[Requires(Permission.ManagePeople)]
public sealed record ListPeople(string? Text, int Skip, int Take);

public sealed record PeopleFound(IReadOnlyList<Member> Rows, int Count);

public sealed class ListPeopleValidator : AbstractValidator<ListPeople>
{
    public ListPeopleValidator()
    {
        RuleFor(x => x.Skip).GreaterThanOrEqualTo(0);
        RuleFor(x => x.Take).InclusiveBetween(1, 500);
    }
}

internal sealed class ListPeopleHandler(IPeople people, Caller caller) : IHandler<ListPeople, PeopleFound>
{
    public async Task<Result<PeopleFound>> HandleAsync(ListPeople request, CancellationToken ct)
    {
        var (rows, count) = await people.MembersAsync(caller.RequiredTenant, request.Text, request.Skip, request.Take, ct);
        return new PeopleFound(rows, count);
    }
}
