using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Configuration;

/// <summary>Undoes <see cref="DiscardDraft"/>, unless somebody began a new draft since.</summary>
[Requires(Permission.EditConfiguration)]
public sealed record BringBackDraft(DiscardedDraft Discarded);

internal sealed class BringBackDraftHandler(IOrderGuardDb db, AuditTrail audit, Caller caller, TimeProvider clock, ILiveFeed feed) : IHandler<BringBackDraft, DraftState>
{
    public async Task<Result<DraftState>> HandleAsync(BringBackDraft request, CancellationToken ct)
    {
        if (await db.ConfigurationDrafts.AnyAsync(ct)) return ConfigurationRefusals.DraftExists;
        if (await db.ConfigurationVersions.NumberedAsync(request.Discarded.BasedOn, ct) is null) return ConfigurationRefusals.VersionNotFound;
        db.ConfigurationDrafts.Add(ConfigurationDraft.Begin(caller.RequiredTenant, request.Discarded.BasedOn, request.Discarded.Json, caller.Actor.Name, clock.GetUtcNow()));
        audit.Record("configuration.draft-brought-back", "configuration", "draft");
        await db.SaveChangesAsync(ct);
        feed.Publish(new DraftLiveChange(caller.RequiredTenant));
        return await DraftState.ReadAsync(db, ct);
    }
}
