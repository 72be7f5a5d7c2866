using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Risk.Samples;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk.Samples;

/// <summary>Shows the columns of a file of samples, and how they would be read; nothing is kept.</summary>
[Requires(Permission.EditRisk)]
public sealed record PreviewSamples(Guid File, SampleMapping? Mapping = null);

/// <param name="Refusal">Why the file cannot be read in this way; null: it can.</param>
public sealed record SamplePreview(string Encoding, string Delimiter, IReadOnlyList<ColumnSample> Columns, SampleMapping Mapping, Refusal? Refusal);

internal sealed class PreviewSamplesHandler(IOrderGuardDb db, Caller caller, IImportFiles files, IOrderFileReader reader, ConfigurationSnapshots configurations) : IHandler<PreviewSamples, SamplePreview>
{
    private const int Sampled = 200;
    private const int ValuesOfAColumn = 3;

    public async Task<Result<SamplePreview>> HandleAsync(PreviewSamples request, CancellationToken ct)
    {
        await using var content = files.Open(caller.RequiredTenant, request.File);
        if (content is null) return ImportRefusals.FileGone;
        using var file = reader.Open(content, request.Mapping?.Delimiter);
        if (file.Columns.Count == 0) return SampleRefusals.Empty;

        var rows = file.Rows().Take(Sampled).ToList();
        var columns = file.Columns.Select((name, i) => new ColumnSample(name,
            [.. rows.Select(x => i < x.Cells.Count ? CellReader.Text(x.Cells[i]) : null).OfType<string>().Distinct(StringComparer.Ordinal).Take(ValuesOfAColumn)])).ToList();
        var mapping = request.Mapping ?? SampleSuggestion.For(file.Columns, rows, (await configurations.GetAsync(db, caller.RequiredTenant, ct)).Document);
        return new SamplePreview(file.Encoding, file.Delimiter, columns, mapping, rows.Count == 0 ? SampleRefusals.Empty : mapping.Check(file.Columns));
    }
}
