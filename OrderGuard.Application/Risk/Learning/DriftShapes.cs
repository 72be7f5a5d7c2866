using OrderGuard.Domain.Risk.Learning;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>How the tags and the score of a model lie among orders, to be compared later or with before.</summary>
internal static class DriftShapes
{
    public static IReadOnlyList<TagShape> Of(List<float[]> rows, IClassifierModel model, IReadOnlyList<string> features, CancellationToken ct) =>
        rows.Count == 0 ? [] :
        [
            PopulationDrift.Shape(PopulationDrift.Score, Scores(rows, model, ct)),
            .. features.Select((x, i) => PopulationDrift.Shape(x, rows.ConvertAll(row => (double)row[i]))),
        ];

    /// <summary>The index of the score and of each tag, of later orders against those shapes.</summary>
    public static (double Score, IReadOnlyDictionary<string, double> Tags) Compare(IReadOnlyList<TagShape> then, List<float[]> rows, IClassifierModel model, IReadOnlyList<string> features, CancellationToken ct)
    {
        var (shapes, tags) = (then.ToDictionary(x => x.Tag, StringComparer.Ordinal), new Dictionary<string, double>(StringComparer.Ordinal));
        for (var i = 0; i < features.Count; i++)
            if (shapes.TryGetValue(features[i], out var shape)) tags[features[i]] = Math.Round(PopulationDrift.Psi(shape, rows.ConvertAll(row => (double)row[i])), 4);
        return (Math.Round(PopulationDrift.Psi(shapes[PopulationDrift.Score], Scores(rows, model, ct)), 4), tags);
    }

    private static List<double> Scores(List<float[]> rows, IClassifierModel model, CancellationToken ct)
    {
        var scores = new List<double>(rows.Count);
        foreach (var row in rows)
        {
            if (scores.Count % 1_000 == 0) ct.ThrowIfCancellationRequested();
            scores.Add(model.Probability(row));
        }
        return scores;
    }
}
