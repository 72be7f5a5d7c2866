namespace OrderGuard.Domain.Risk;

/// <summary>A past order with its indicators as of its moment, and whether it was late.</summary>
public sealed record FulfilmentSample(DateTimeOffset PlacedAt, IReadOnlyList<FulfilmentSignal> Signals, bool Late);

/// <summary>How fitted weights did on the later orders, which they had not seen; beside the preset and the plain base rate.</summary>
public sealed record FulfilmentFitFigures
{
    public required int Fitted { get; init; }
    public required int FittedLate { get; init; }
    public required int Tested { get; init; }
    public required int TestedLate { get; init; }
    public required DateTimeOffset From { get; init; }

    /// <summary>The first order of the later part.</summary>
    public required DateTimeOffset SplitAt { get; init; }
    public required DateTimeOffset To { get; init; }
    public double? Auc { get; init; }
    public double Brier { get; init; }
    public double? PresetAuc { get; init; }
    public double PresetBrier { get; init; }

    /// <summary>Brier score of foretelling the earlier part's share of late orders for everybody.</summary>
    public double BaseBrier { get; init; }
    public double Penalty { get; init; }

    /// <summary>Whether a calibration of the log-odds helped and is applied.</summary>
    public bool Calibrated { get; init; }
    public IReadOnlyList<CalibrationBin> Bins { get; init; } = [];
    public IReadOnlyList<CalibrationBin> PresetBins { get; init; } = [];

    public bool BeatsPreset => Auc is { } auc && auc > (PresetAuc ?? 0.5) && Brier <= PresetBrier;
}

/// <summary>Weights fitted to a company's own history, and what they are worth.</summary>
public sealed record FulfilmentFit(FulfilmentWeights Weights, FulfilmentFitFigures Figures)
{
    public const double FittedShare = 0.7;
    private static readonly double[] Penalties = [1, 10, 30, 100, 300];

    /// <summary>Fits to the first 70 % by time and judges by the rest; null where either part lacks late or punctual orders.</summary>
    /// <remarks>
    /// The penalty, and whether to calibrate (Platt 1999: a logistic regression on the log-odds), are chosen within the earlier part, by its last 30 %:
    /// calibration is kept only where it helped on the second half of these when learnt on the first.
    /// </remarks>
    public static FulfilmentFit? Of(IEnumerable<FulfilmentSample> samples)
    {
        var sorted = samples.OrderBy(x => x.PlacedAt).ToList();
        var split = (int)(sorted.Count * FittedShare);
        var (earlier, later) = (sorted[..split], sorted[split..]);
        if (!BothKinds(earlier) || !BothKinds(later)) return null;

        var middle = (int)(earlier.Count * FittedShare);
        var (inner, choosing) = (earlier[..middle], earlier[middle..]);
        var penalty = BothKinds(inner) && BothKinds(choosing)
            ? Penalties.MinBy(x => LogLoss(Fit(inner, x), choosing))
            : Penalties[^2];
        var (slope, offset) = BothKinds(inner) && BothKinds(choosing) ? Calibrate(Fit(inner, penalty), choosing) : (1, 0);
        var weights = Fit(earlier, penalty) with { Slope = slope, Offset = offset };

        var outcomes = later.ConvertAll(x => x.Late);
        var scores = later.ConvertAll(x => weights.Score(x.Signals).Score);
        var preset = later.ConvertAll(x => FulfilmentWeights.Preset.Score(x.Signals).Score);
        var share = earlier.Average(x => x.Late ? 1.0 : 0.0);
        return new FulfilmentFit(weights, new FulfilmentFitFigures
        {
            Fitted = earlier.Count, FittedLate = earlier.Count(x => x.Late), Tested = later.Count, TestedLate = later.Count(x => x.Late),
            From = sorted[0].PlacedAt, SplitAt = later[0].PlacedAt, To = sorted[^1].PlacedAt, Penalty = penalty, Calibrated = (slope, offset) != (1, 0),
            Auc = ScoreQuality.Auc(scores, outcomes), Brier = ScoreQuality.Brier(scores, outcomes), Bins = ScoreQuality.Bins(scores, outcomes),
            PresetAuc = ScoreQuality.Auc(preset, outcomes), PresetBrier = ScoreQuality.Brier(preset, outcomes), PresetBins = ScoreQuality.Bins(preset, outcomes),
            BaseBrier = ScoreQuality.Brier(later.ConvertAll(_ => share), outcomes),
        });
    }

    /// <summary>Weights for standardised indicators; one that is unknown, or always the same, gets none.</summary>
    public static FulfilmentWeights Fit(IReadOnlyList<FulfilmentSample> samples, double penalty)
    {
        var scales = Enum.GetValues<FulfilmentIndicator>().Select(x => ScaleOf(x, samples)).ToArray();
        var rows = samples.Select(x => Row(x, scales)).ToList();
        var beta = Logistic.Fit(rows, [.. samples.Select(x => x.Late)], penalty);
        return new FulfilmentWeights { Intercept = beta[0], Weights = [.. scales.Select((x, i) => x with { Weight = x.Deviation > 0 ? beta[i + 1] : 0 })] };
    }

    private static FulfilmentWeight ScaleOf(FulfilmentIndicator indicator, IReadOnlyList<FulfilmentSample> samples)
    {
        var known = samples.Select(x => x.Signals.FirstOrDefault(s => s.Indicator == indicator)?.Value).OfType<double>().Select(x => FulfilmentWeights.Scaled(indicator, x)).ToList();
        if (known.Count < 2) return new FulfilmentWeight(indicator, 0, 0, 0);
        var mean = known.Average();
        var deviation = Math.Sqrt(known.Average(x => (x - mean) * (x - mean)));
        return new FulfilmentWeight(indicator, mean, deviation < 1e-9 ? 0 : deviation, 0);
    }

    private static double[] Row(FulfilmentSample sample, FulfilmentWeight[] scales) =>
        [.. scales.Select(x => sample.Signals.FirstOrDefault(s => s.Indicator == x.Indicator)?.Value is { } value ? FulfilmentWeights.Standardised(x, value) : 0)];

    private static (double Slope, double Offset) Calibrate(FulfilmentWeights weights, List<FulfilmentSample> samples)
    {
        var half = samples.Count / 2;
        var (first, second) = (samples[..half], samples[half..]);
        if (!BothKinds(first) || second.Count == 0) return (1, 0);
        var tried = Platt(weights, first);
        var outcomes = second.ConvertAll(x => x.Late);
        var plain = ScoreQuality.Brier(second.ConvertAll(x => weights.Score(x.Signals).Score), outcomes);
        var calibrated = ScoreQuality.Brier(second.ConvertAll(x => (weights with { Slope = tried.Slope, Offset = tried.Offset }).Score(x.Signals).Score), outcomes);
        return calibrated < plain ? Platt(weights, samples) : (1, 0);
    }

    private static (double Slope, double Offset) Platt(FulfilmentWeights weights, List<FulfilmentSample> samples)
    {
        var odds = samples.ConvertAll(x => new[] { Logistic.Odds(Math.Clamp(weights.Score(x.Signals).Score, 1e-6, 1 - 1e-6)) });
        var beta = Logistic.Fit(odds, samples.ConvertAll(x => x.Late), 1);
        // A negative slope would turn the order of the scores round: then the scores tell nothing, and are left as they are.
        return beta[1] > 0 ? (beta[1], beta[0]) : (1, 0);
    }

    private static double LogLoss(FulfilmentWeights weights, List<FulfilmentSample> samples) =>
        samples.Average(x => -Math.Log(Math.Clamp(x.Late ? weights.Score(x.Signals).Score : 1 - weights.Score(x.Signals).Score, 1e-9, 1)));

    private static bool BothKinds(List<FulfilmentSample> samples) => samples.Exists(x => x.Late) && samples.Exists(x => !x.Late);
}
