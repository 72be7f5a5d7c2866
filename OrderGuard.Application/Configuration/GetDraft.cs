using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Configuration;

/// <summary>The configuration in the making, with what it changes and what is wrong with it.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record GetDraft;

internal sealed class GetDraftHandler(IOrderGuardDb db) : IHandler<GetDraft, DraftState>
{
    public async Task<Result<DraftState>> HandleAsync(GetDraft request, CancellationToken ct) => await DraftState.ReadAsync(db, ct);
}
