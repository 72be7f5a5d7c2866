using System.Text.Json.Serialization;

namespace OrderGuard.Domain.Risk.Rules;

/// <summary>How a rule did on orders of which it is known what they were.</summary>
/// <param name="Orders">Orders looked at, labelled or not.</param>
/// <param name="Frauds">The dishonest ones among them.</param>
/// <param name="Hits">Orders that the rule fits.</param>
/// <param name="FraudHits">The dishonest ones among its hits.</param>
/// <param name="HonestHits">The honest ones among its hits; the rest has no label.</param>
/// <param name="Amount">The amount of its hits, whatever their currency.</param>
public sealed record RuleFigures(int Orders, int Frauds, int Hits, int FraudHits, int HonestHits, decimal Amount)
{
    /// <summary>The share of dishonest orders among its hits that have a label; null: none has.</summary>
    [JsonIgnore]
    public double? Precision => FraudHits + HonestHits is > 0 and var judged ? (double)FraudHits / judged : null;

    /// <summary>The precision that it has at least, with 95 % confidence.</summary>
    [JsonIgnore]
    public double? PrecisionAtLeast => FraudHits + HonestHits is > 0 and var judged ? Wilson.Lower(FraudHits, judged) : null;

    /// <summary>The share of the dishonest orders that it finds; null: there are none.</summary>
    [JsonIgnore]
    public double? Recall => Frauds > 0 ? (double)FraudHits / Frauds : null;
}

/// <summary>The lower end of the confidence interval of a share (Wilson 1927), two-sided at 95 %.</summary>
public static class Wilson
{
    private const double Z = 1.959963984540054;

    /// <param name="hits">0 to <paramref name="of"/>.</param>
    /// <param name="of">How often it was tried; 0 answers 0.</param>
    public static double Lower(int hits, int of)
    {
        if (of <= 0) return 0;
        var (p, n) = ((double)hits / of, (double)of);
        return Math.Max(0, (p + Z * Z / (2 * n) - Z * Math.Sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))) / (1 + Z * Z / n));
    }
}
