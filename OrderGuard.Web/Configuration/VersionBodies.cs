using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Configuration;

/// <summary>One difference between two versions, as the machine interface tells it.</summary>
internal sealed record ChangeBody(string Path, JsonNode? Before, JsonNode? After, LocalizedText Words)
{
    public static IReadOnlyList<ChangeBody>? Of(IReadOnlyList<ConfigurationChange>? changes) =>
        changes is null ? null : [.. changes.Select(x => new ChangeBody(x.Path, x.Before, x.After, x.Words))];
}

/// <summary>One published version.</summary>
internal sealed record VersionBody(
    int Number, DateTimeOffset? PublishedAt, string PublishedBy, string Note, int? RestoredFrom, JsonElement? Document, IReadOnlyList<ChangeBody>? Changes)
{
    public static VersionBody Of(PublishedConfiguration x, IReadOnlyList<ConfigurationChange>? changes) =>
        new(x.Number, x.PublishedAt, x.PublishedBy, x.Note, x.RestoredFrom, JsonSerializer.Deserialize<JsonElement>(x.Json), ChangeBody.Of(changes));
}

/// <summary>A page of the history.</summary>
internal sealed record VersionListBody(IReadOnlyList<VersionRowBody> Items, string? Next)
{
    public static VersionListBody Of(VersionPage page) =>
        new([.. page.Items.Select(VersionRowBody.Of)], page.Next?.ToString(CultureInfo.InvariantCulture));
}

/// <summary>One line of the history.</summary>
internal sealed record VersionRowBody(int Number, DateTimeOffset PublishedAt, string PublishedBy, string Note, int? RestoredFrom, IReadOnlyList<ChangeBody>? Changes)
{
    public static VersionRowBody Of(VersionRow x) => new(x.Number, x.PublishedAt, x.PublishedBy, x.Note, x.RestoredFrom, ChangeBody.Of(x.Changes));
}
