using Microsoft.EntityFrameworkCore;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Configuration;

/// <summary>A published document with its number; number 0 is the preset, before anything was published.</summary>
public sealed record PublishedConfiguration(int Number, string Json, string Note, DateTimeOffset? PublishedAt, string PublishedBy, int? RestoredFrom)
{
    /// <summary>The sources that went live with it without a fresh certificate of a rehearsal; known only to whoever publishes.</summary>
    public IReadOnlyList<string> Unrehearsed { get; init; } = [];

    public static readonly PublishedConfiguration Preset = new(0, ConfigurationJson.Write(new ConfigurationDocument()), "", null, "", null);

    public ConfigurationDocument Read() => ConfigurationJson.Read(Json);

    internal static PublishedConfiguration Of(ConfigurationVersion version) =>
        new(version.Number, version.Json, version.Note, version.PublishedAt, version.PublishedBy, version.RestoredFrom);
}

internal static class ConfigurationQueries
{
    public static async Task<PublishedConfiguration> NewestAsync(this IQueryable<ConfigurationVersion> versions, CancellationToken ct) =>
        await versions.AsNoTracking().OrderByDescending(x => x.Number).FirstOrDefaultAsync(ct) is { } newest ? PublishedConfiguration.Of(newest) : PublishedConfiguration.Preset;

    /// <summary>The version of this number; 0 is the preset.</summary>
    public static async Task<PublishedConfiguration?> NumberedAsync(this IQueryable<ConfigurationVersion> versions, int number, CancellationToken ct) =>
        number == 0 ? PublishedConfiguration.Preset
        : await versions.AsNoTracking().FirstOrDefaultAsync(x => x.Number == number, ct) is { } version ? PublishedConfiguration.Of(version) : null;
}
