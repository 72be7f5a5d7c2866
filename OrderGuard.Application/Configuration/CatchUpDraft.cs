using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Configuration;

/// <summary>Puts a draft that fell behind onto the newest version: what only the newest changed is taken over, what the draft changed stays.</summary>
[Requires(Permission.EditConfiguration)]
public sealed record CatchUpDraft;

internal sealed class CatchUpDraftHandler(IOrderGuardDb db, Caller caller, TimeProvider clock, ILiveFeed feed) : IHandler<CatchUpDraft, DraftState>
{
    public async Task<Result<DraftState>> HandleAsync(CatchUpDraft request, CancellationToken ct)
    {
        if (await db.ConfigurationDrafts.FirstOrDefaultAsync(ct) is not { } draft) return ConfigurationRefusals.NoDraft;
        var newest = await db.ConfigurationVersions.NewestAsync(ct);
        var based = await db.ConfigurationVersions.NumberedAsync(draft.BasedOn, ct) ?? PublishedConfiguration.Preset;
        JsonObject old = ToJson(based.Read()), now = ToJson(newest.Read()), mine = ToJson(ConfigurationReader.Read(draft.Json, based.Json).Document);

        var merged = new JsonObject();
        foreach (var name in Enum.GetValues<ConfigurationSection>().Select(ConfigurationJson.NameOf)) merged[name] = Merge(old[name], now[name], mine[name]);
        db.ConfigurationDrafts.Remove(draft);
        await db.InTransactionAsync(async token =>
        {
            await db.SaveChangesAsync(token);
            db.ConfigurationDrafts.Add(ConfigurationDraft.Begin(caller.RequiredTenant, newest.Number, merged.ToJsonString(ConfigurationJson.Options), caller.Actor.Name, clock.GetUtcNow()));
            return await db.SaveChangesAsync(token);
        }, ct);
        feed.Publish(new DraftLiveChange(caller.RequiredTenant));
        return await DraftState.ReadAsync(db, ct);
    }

    /// <summary>Three sides of one section: entry by entry, by code, the draft's where the draft changed it, else the newest's.</summary>
    private static JsonNode? Merge(JsonNode? old, JsonNode? now, JsonNode? mine)
    {
        if (JsonNode.DeepEquals(old, mine)) return now?.DeepClone();
        if (JsonNode.DeepEquals(old, now) || old is not JsonArray was || now is not JsonArray newest || mine is not JsonArray own) return mine?.DeepClone();
        Dictionary<string, JsonNode> before = ByCode(was), after = ByCode(newest), edited = ByCode(own);
        return new JsonArray([.. edited.Keys.Union(after.Keys)
            .Select(code => JsonNode.DeepEquals(before.GetValueOrDefault(code), edited.GetValueOrDefault(code)) ? after.GetValueOrDefault(code) : edited.GetValueOrDefault(code))
            .OfType<JsonNode>().Select(x => x.DeepClone())]);
    }

    private static Dictionary<string, JsonNode> ByCode(JsonArray entries)
    {
        var byCode = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var entry in entries) byCode.TryAdd(entry!["code"]!.ToString(), entry);
        return byCode;
    }

    private static JsonObject ToJson(ConfigurationDocument document) => (JsonObject)JsonSerializer.SerializeToNode(document, ConfigurationJson.Options)!;
}
