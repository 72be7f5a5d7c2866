using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

/// <summary>Fingerprints of what a rehearsal runs by: the same for the same settings, in whatever order their members stand.</summary>
internal static class RehearsalHashing
{
    public static RehearsalHashes Of(ConfigurationDocument document, SourceDefinition source) =>
        new(MappingOf(document, source), SettingsOf(document), Hash(document));

    /// <summary>What decides how the source's reports are understood.</summary>
    public static string MappingOf(ConfigurationDocument document, SourceDefinition source) => Hash(new
    {
        source = Plain(source), statuses = document.Statuses.Select(x => x with { Label = null }),
        clock = new { document.Clock.Correct, document.Clock.CorrectAbove, document.Clock.AlertAbove, except = document.Clock.Except.Contains(source.Code) },
    });

    /// <summary>What of a source goes live with it; not its name, nor where it can be asked.</summary>
    public static string DefinitionOf(SourceDefinition source) => Hash(Plain(source));

    public static string SettingsOf(ConfigurationDocument document) => Hash(new { document.Statuses, document.Sources, document.Targets, document.Clock, document.Truth });

    private static SourceDefinition Plain(SourceDefinition source) => source with { Label = null, Query = null };

    private static string Hash<T>(T value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sorted(JsonSerializer.SerializeToNode(value, ConfigurationJson.Options))?.ToJsonString() ?? "")));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => KeyValuePair.Create(x.Key, Sorted(x.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
