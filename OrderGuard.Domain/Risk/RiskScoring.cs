using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Domain.Risk;

/// <summary>Brings all the evidence on an order together: one score from 0 to 1, a tier, and the strongest reasons.</summary>
/// <remarks>
/// The log-odds are the preset's; where the company has a classifier, three quarters the classifier's and one quarter the preset's. What is very
/// unusual by the anomaly model adds up to <see cref="MostByAnomaly"/>. Rules add to the score itself. Lists and rules may force the tier, not the score.
/// </remarks>
public static class RiskScoring
{
    public const int MostReasons = 5;
    private const double ByClassifier = 0.75;
    private const double Least = 0.01;
    private const double MostLogOdds = 6;
    private const double MostByAnomaly = 1.2, UnusualFrom = 0.60, UnusualFull = 0.75;

    /// <param name="listed">The entry of an allow or block list that the order is on.</param>
    public static RiskScore Of(
        TagValues tags, AnomalyOpinion? anomaly, ClassifierOpinion? classifier, IReadOnlyList<RiskRuleHit> hits, RiskListEntry? listed, RiskTiers tiers)
    {
        var evidence = new Dictionary<string, Evidence>(tags.Definitions.Count + hits.Count + 2, StringComparer.Ordinal);
        var byPreset = classifier is null ? 1 : 1 - ByClassifier;
        var logOdds = byPreset * (RiskPreset.Base + Preset(tags, byPreset, evidence));
        if (classifier is not null)
        {
            logOdds += ByClassifier * Math.Clamp(LogOdds(classifier.Probability), -MostLogOdds, MostLogOdds);
            for (var i = 0; i < classifier.Features.Count; i++) Add(evidence, classifier.Features[i], tags[classifier.Features[i]], ByClassifier * classifier.Contributions[i]);
        }
        if (anomaly is not null)
        {
            var unusual = MostByAnomaly * Math.Clamp((anomaly.Score - UnusualFrom) / (UnusualFull - UnusualFrom), 0, 1);
            if (unusual > 0) evidence[RiskReason.Anomaly] = new Evidence(anomaly.Score, unusual, NameOfStrongest(anomaly, tags));
            logOdds += unusual;
        }

        var score = 1 / (1 + Math.Exp(-logOdds));
        var live = hits.Where(x => !x.Shadow).ToList();
        foreach (var hit in live.Where(x => x.Add != 0 || x.Hold || x.Force is not null))
        {
            score += hit.Add;
            // A rule's addition is told on the scale of the other reasons, at the middle of the logistic curve.
            evidence[RiskReason.RulePrefix + hit.Rule] = new Evidence(hit.Add == 0 ? null : hit.Add, hit.Hold || hit.Force is RiskTier.High ? Math.Max(2, 4 * hit.Add) : 4 * hit.Add, hit.Label);
        }
        score = Math.Round(Math.Clamp(score, 0, 1), 6);
        var (tier, forced, code) = Force(TierOf(score, tiers), live, listed);
        if (listed is not null)
        {
            var blocked = listed.Effect is ListEffect.Block;
            evidence[RiskReason.ListPrefix + (blocked ? "block" : "allow")] = new Evidence(null, blocked ? 10 : -10, listed.Words());
        }
        return new RiskScore(score, tier, forced, code, [.. evidence.Where(x => Math.Abs(x.Value.Contribution) >= Least).OrderByDescending(x => Math.Abs(x.Value.Contribution)).Take(MostReasons).Select(x => Tell(x.Key, x.Value, tags))]);
    }

    public static RiskTier TierOf(double score, RiskTiers tiers) => score >= tiers.High ? RiskTier.High : score >= tiers.Medium ? RiskTier.Medium : RiskTier.Low;

    /// <summary>A block weighs more than an allowance, both more than a rule; of rules the gravest.</summary>
    private static (RiskTier Tier, ForcedBy By, string? Code) Force(RiskTier tier, List<RiskRuleHit> hits, RiskListEntry? listed)
    {
        if (listed is not null) return listed.Effect is ListEffect.Block ? (RiskTier.High, ForcedBy.BlockList, listed.Id.ToString()) : (RiskTier.Low, ForcedBy.AllowList, listed.Id.ToString());
        var forcing = hits.Where(x => x.Hold || x.Force is not null).Select(x => (Tier: x.Hold ? RiskTier.High : x.Force!.Value, x.Rule)).OrderByDescending(x => x.Tier).FirstOrDefault();
        return forcing.Rule is null ? (tier, ForcedBy.Nothing, null) : (forcing.Tier, ForcedBy.Rule, forcing.Rule);
    }

    private static double Preset(TagValues tags, double share, Dictionary<string, Evidence> evidence)
    {
        var sum = 0.0;
        foreach (var group in Groups)
        {
            (double Contribution, PresetWeight? Of, double Value) strongest = default;
            foreach (var weight in group)
                if (tags[weight.Tag] is { } value && weight.Of(value) is var contribution && contribution > strongest.Contribution) strongest = (contribution, weight, value);
            if (strongest.Of is not { } by) continue;
            sum += strongest.Contribution;
            Add(evidence, by.Tag, strongest.Value, share * strongest.Contribution);
        }
        return sum;
    }

    private static void Add(Dictionary<string, Evidence> evidence, string code, double? value, double contribution)
    {
        if (contribution == 0) return;
        evidence.TryGetValue(code, out var before);
        evidence[code] = new Evidence(value, before.Contribution + contribution, null);
    }

    private static RiskReason Tell(string code, Evidence x, TagValues tags) => new(
        code, x.Value is { } value ? Math.Round(value, 3) : null, Math.Round(x.Contribution, 3), x.Name ?? (RiskSentences.IsKnown(code) ? null : tags.Definitions.FirstOrDefault(t => t.Code == code)?.Name));

    private static LocalizedText? NameOfStrongest(AnomalyOpinion anomaly, TagValues tags)
    {
        var strongest = anomaly.Contributions.Select((x, i) => (x, i)).OrderByDescending(x => x.x).Take(2).Where(x => x.x > 0)
            .Select(x => tags.Definitions.FirstOrDefault(t => t.Code == anomaly.Features[x.i])?.Name).OfType<LocalizedText>().ToList();
        return strongest.Count == 0 ? null : new LocalizedText(string.Join(", ", strongest.Select(x => x.En)), string.Join("、", strongest.Select(x => x.Zh)));
    }

    private static readonly PresetWeight[][] Groups = [.. RiskPreset.Weights.GroupBy(x => x.Group).Select(x => x.ToArray())];

    private static double LogOdds(double probability) => Math.Log(Math.Max(probability, 1e-9) / Math.Max(1 - probability, 1e-9));

    /// <summary>What something about the order adds to the log-odds; most of it is too weak to be told.</summary>
    private readonly record struct Evidence(double? Value, double Contribution, LocalizedText? Name);
}
