using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>Shows what the first rows of a file would become; nothing is applied. Without a profile one is suggested from what the columns hold.</summary>
[Requires(Permission.ImportOrders)]
public sealed record PreviewImport(Guid File, string FileName, ImportProfile? Profile = null);

/// <summary>A column of the file with values that it holds.</summary>
public sealed record ColumnSample(string Name, IReadOnlyList<string> Values);

/// <summary>What a row would become: an event for each stage, or the reason why it is rejected.</summary>
public sealed record PreviewRow(long Line, string OrderNo, IReadOnlyList<PreviewEvent> Events, RowProblem? Problem);

/// <summary>One event that a row would become.</summary>
public sealed record PreviewEvent(int? Status, DateTimeOffset At);

/// <summary>A look into a file of orders. <paramref name="Refusal"/>: why the profile does not fit it, where it does not.</summary>
public sealed record ImportPreview(
    string Encoding, string Delimiter, IReadOnlyList<ColumnSample> Columns, ImportProfile Profile, IReadOnlyList<PreviewRow> Rows, Refusal? Refusal);

internal sealed class PreviewImportHandler(IOrderGuardDb db, Caller caller, IImportFiles files, IOrderFileReader reader, ConfigurationSnapshots configurations, TimeProvider clock)
    : IHandler<PreviewImport, ImportPreview>
{
    private const int Shown = 20;
    private const int Sampled = 200;
    private const int ValuesOfAColumn = 3;

    public async Task<Result<ImportPreview>> HandleAsync(PreviewImport request, CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var configuration = await configurations.GetAsync(db, tenant, ct);
        await using var content = files.Open(tenant, request.File);
        if (content is null) return ImportRefusals.FileGone;
        using var file = reader.Open(content, request.Profile?.Delimiter);
        if (file.Columns.Count == 0) return ImportRefusals.FileEmpty;

        var sampled = file.Rows().Take(Sampled).ToList();
        var columns = file.Columns.Select((name, i) => new ColumnSample(name,
            [.. sampled.Select(x => i < x.Cells.Count ? CellReader.Text(x.Cells[i]) : null).OfType<string>().Distinct(StringComparer.Ordinal).Take(ValuesOfAColumn)])).ToList();
        var profile = request.Profile ?? ProfileSuggestion.For(request.FileName, file.Columns, sampled, configuration);

        // A source that only this profile names is believed, as it will be once the profile is published.
        var document = configuration.Document;
        var judged = document.ImportProfiles.Any(x => x.Source == profile.Source) || configuration.Source(profile.Source) is not null ? configuration
            : TenantConfiguration.Compile(configuration.Version, document with { ImportProfiles = [.. document.ImportProfiles, profile with { TimeZone = null }] });
        var opened = OrderRowReader.For(profile, judged, file.Columns, clock.GetUtcNow());
        if (opened.Refusal is { } refusal) return new ImportPreview(file.Encoding, file.Delimiter, columns, profile, [], refusal);

        var rows = sampled.Take(Shown).Select(opened.Required.Read)
            .Select(x => new PreviewRow(x.Row.Line, x.OrderNo, [.. x.Events.Select(e => new PreviewEvent(judged.Translate(profile.Source, e.Status), e.OccurredAt))], x.Problem)).ToList();
        return new ImportPreview(file.Encoding, file.Delimiter, columns, profile, rows, null);
    }
}
