using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Configuration;

/// <summary>Makes a document from a file the draft, so that it is reviewed before it counts; sections that it leaves out stay as the draft has them.</summary>
[Requires(Permission.EditConfiguration)]
public sealed record ImportDraft(string Json);

internal sealed class ImportDraftHandler(IOrderGuardDb db, AuditTrail audit, Caller caller, TimeProvider clock, ILiveFeed feed) : IHandler<ImportDraft, DraftState>
{
    public async Task<Result<DraftState>> HandleAsync(ImportDraft request, CancellationToken ct)
    {
        var newest = await db.ConfigurationVersions.NewestAsync(ct);
        var draft = await db.ConfigurationDrafts.FirstOrDefaultAsync(ct);
        var reading = ConfigurationReader.Read(request.Json, draft?.Json ?? newest.Json);
        if (reading.Problems.Count > 0) return ConfigurationRefusals.Invalid(reading.Problems);

        if (draft is null) db.ConfigurationDrafts.Add(ConfigurationDraft.Begin(caller.RequiredTenant, newest.Number, reading.Json, caller.Actor.Name, clock.GetUtcNow()));
        else draft.Change(reading.Json, caller.Actor.Name, clock.GetUtcNow());
        audit.Record("configuration.draft-imported", "configuration", "draft");
        await db.SaveChangesAsync(ct);
        feed.Publish(new DraftLiveChange(caller.RequiredTenant));
        return await DraftState.ReadAsync(db, ct);
    }
}
