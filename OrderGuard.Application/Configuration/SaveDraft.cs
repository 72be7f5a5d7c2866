using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Configuration;

/// <summary>Puts one section into the draft as edited, valid or not; begins the draft where there is none.</summary>
/// <param name="Seen">The document that the person edited: where somebody changed the section since, nothing is saved.</param>
[Requires(Permission.EditConfiguration)]
public sealed record SaveDraft(ConfigurationSection Section, ConfigurationDocument Seen, ConfigurationDocument Edited);

internal sealed class SaveDraftHandler(IOrderGuardDb db, Caller caller, TimeProvider clock) : IHandler<SaveDraft, DraftState>
{
    public async Task<Result<DraftState>> HandleAsync(SaveDraft request, CancellationToken ct)
    {
        var name = ConfigurationJson.NameOf(request.Section);
        var published = await db.ConfigurationVersions.NewestAsync(ct);
        var draft = await db.ConfigurationDrafts.FirstOrDefaultAsync(ct);
        var json = draft?.Json ?? published.Json;
        var current = ConfigurationReader.Read(json, published.Json).Document;
        if (!JsonNode.DeepEquals(SectionOf(current, name), SectionOf(request.Seen, name)))
            return ConfigurationRefusals.DraftChanged(draft?.ChangedBy ?? published.PublishedBy);

        var edited = JsonNode.Parse(json)!.AsObject();
        edited[name] = SectionOf(request.Edited, name);
        Save(draft, published, edited.ToJsonString(ConfigurationJson.Options));
        await db.SaveChangesAsync(ct);
        return await DraftState.ReadAsync(db, ct);
    }

    private void Save(ConfigurationDraft? draft, PublishedConfiguration published, string json)
    {
        var (by, now) = (caller.Actor.Name, clock.GetUtcNow());
        var changesNothing = (draft is null || draft.BasedOn == published.Number)
            && ConfigurationDiff.Compare(published.Read(), ConfigurationReader.Read(json, published.Json).Document).Count == 0;
        if (draft is null && !changesNothing) db.ConfigurationDrafts.Add(ConfigurationDraft.Begin(caller.RequiredTenant, published.Number, json, by, now));
        else if (draft is not null && changesNothing) db.ConfigurationDrafts.Remove(draft);
        else draft?.Change(json, by, now);
    }

    private static JsonNode? SectionOf(ConfigurationDocument document, string section) => JsonSerializer.SerializeToNode(document, ConfigurationJson.Options)![section]?.DeepClone();
}
