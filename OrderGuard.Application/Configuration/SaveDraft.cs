using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Configuration;

/// <summary>Puts the sections that a person edited into the draft, valid or not; begins the draft where there is none.</summary>
/// <param name="Seen">The document that the person edited: where somebody changed one of these sections since, nothing is saved.</param>
[Requires(Permission.EditConfiguration)]
public sealed record SaveDraft(ConfigurationDocument Seen, ConfigurationDocument Edited);

internal sealed class SaveDraftHandler(IOrderGuardDb db, Caller caller, TimeProvider clock, ILiveFeed feed) : IHandler<SaveDraft, DraftState>
{
    public async Task<Result<DraftState>> HandleAsync(SaveDraft request, CancellationToken ct)
    {
        var published = await db.ConfigurationVersions.NewestAsync(ct);
        var draft = await db.ConfigurationDrafts.FirstOrDefaultAsync(ct);
        var json = draft?.Json ?? published.Json;
        JsonObject current = ToJson(ConfigurationReader.Read(json, published.Json).Document), seen = ToJson(request.Seen), edited = ToJson(request.Edited);
        var touched = edited.Where(x => !JsonNode.DeepEquals(x.Value, seen[x.Key])).Select(x => x.Key).ToList();
        if (touched.Any(x => !JsonNode.DeepEquals(current[x], seen[x]))) return ConfigurationRefusals.DraftChanged(draft?.ChangedBy ?? published.PublishedBy);

        var whole = JsonNode.Parse(json)!.AsObject();
        foreach (var section in touched) whole[section] = edited[section]!.DeepClone();
        var text = whole.ToJsonString(ConfigurationJson.Options);
        if (Encoding.UTF8.GetByteCount(text) > ConfigurationLimits.DocumentBytes) return ConfigurationRefusals.TooLarge;

        Save(draft, published, text);
        await db.SaveChangesAsync(ct);
        feed.Publish(new DraftLiveChange(caller.RequiredTenant));
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

    private static JsonObject ToJson(ConfigurationDocument document) => (JsonObject)JsonSerializer.SerializeToNode(document, ConfigurationJson.Options)!;
}
