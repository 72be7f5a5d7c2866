using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

/// <summary>A source that a document would bring live: new, or understood in another way.</summary>
/// <param name="Index">Its place in the document.</param>
/// <param name="Certificate">The fresh certificate of its rehearsal; null: it has none.</param>
public sealed record GoingLive(int Index, string Source, LocalizedText? Label, Guid? Certificate, string? Number, DateTimeOffset? CertifiedAt)
{
    internal static Refusal ReasonNeeded(IEnumerable<GoingLive> going) => RehearsalRefusals.ReasonNeeded(going.Where(x => x.Certificate is null).Select(x => (x.Index, x.Source)));
}

/// <summary>Finds the sources that go live with a document, and whether they have been rehearsed as they stand in it.</summary>
internal sealed class GoLive(IOrderGuardDb db, TimeProvider clock)
{
    public async Task<IReadOnlyList<GoingLive>> LookAsync(ConfigurationDocument published, ConfigurationDocument next, CancellationToken ct)
    {
        var going = new List<GoingLive>();
        var codes = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < next.Sources.Count; i++)
        {
            var source = next.Sources[i];
            if (!codes.Add(source.Code)) continue; // A draft in the making may name one twice.
            var before = published.Sources.FirstOrDefault(x => x.Code == source.Code);
            if (before is not null && RehearsalHashing.DefinitionOf(before) == RehearsalHashing.DefinitionOf(source)) continue;
            var certificate = await CertificateAsync(next, source, published.GoLive, ct);
            going.Add(new GoingLive(i, source.Code, source.Label, certificate?.Id.Value, certificate?.Number, certificate?.FinishedAt));
        }
        return going;
    }

    /// <summary>The newest certificate that still counts for the source as the document has it.</summary>
    public async Task<Rehearsal?> CertificateAsync(ConfigurationDocument document, SourceDefinition source, GoLiveSettings settings, CancellationToken ct)
    {
        var (code, mapping, now) = (source.Code, RehearsalHashing.MappingOf(document, source), clock.GetUtcNow());
        var newest = await db.Rehearsals.AsNoTracking().Where(x => x.Source == code && x.Passed && x.MappingHash == mapping).OrderByDescending(x => x.StartedAt).FirstOrDefaultAsync(ct);
        return newest?.Certifies(mapping, settings.FreshFor, now) == true ? newest : null;
    }
}
