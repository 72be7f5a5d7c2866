using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Configuration;

/// <summary>Throws the draft away; the answer is what undoing it needs.</summary>
[Requires(Permission.EditConfiguration)]
public sealed record DiscardDraft;

/// <summary>A draft that was thrown away.</summary>
public sealed record DiscardedDraft(int BasedOn, string Json);

internal sealed class DiscardDraftHandler(IOrderGuardDb db, AuditTrail audit, Caller caller, ILiveFeed feed) : IHandler<DiscardDraft, DiscardedDraft>
{
    public async Task<Result<DiscardedDraft>> HandleAsync(DiscardDraft request, CancellationToken ct)
    {
        if (await db.ConfigurationDrafts.FirstOrDefaultAsync(ct) is not { } draft) return ConfigurationRefusals.NoDraft;
        db.ConfigurationDrafts.Remove(draft);
        audit.Record("configuration.draft-discarded", "configuration", "draft", new { draft.BasedOn, draft.ChangedBy, draft.ChangedAt });
        await db.SaveChangesAsync(ct);
        feed.Publish(new DraftLiveChange(caller.RequiredTenant));
        return new DiscardedDraft(draft.BasedOn, draft.Json);
    }
}
