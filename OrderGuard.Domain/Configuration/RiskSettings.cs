using OrderGuard.Domain.Risk.Features;

namespace OrderGuard.Domain.Configuration;

/// <summary>Whether orders are assessed for dishonesty, where the tiers of the 0–1 scale begin, and what follows.</summary>
public sealed record RiskSettings
{
    public const int MostOwnTags = 30;
    public const int LeastLabels = 10;
    public const int MostLabels = 100_000;
    public const double MostMargin = 0.2;
    public const int MostReviewsADay = 1_000_000;
    public static readonly TimeSpan LongestWatch = TimeSpan.FromDays(30);
    public static readonly TimeSpan LongestReview = TimeSpan.FromDays(14);

    public RiskTiers Tiers { get; init; } = new();

    /// <summary>Whether orders are assessed when they come in.</summary>
    public bool Enabled { get; init; }

    /// <summary>Whether an order is held from its first report until it has been assessed.</summary>
    public bool WaitForAssessment { get; init; }

    /// <summary>How long an order of medium risk stays in the watch pool.</summary>
    public TimeSpan WatchFor { get; init; } = TimeSpan.FromHours(72);

    /// <summary>Within what time a reviewer should have decided on a held order.</summary>
    public TimeSpan ReviewWithin { get; init; } = TimeSpan.FromHours(2);

    /// <summary>From this amount a second reviewer must agree; null: never.</summary>
    public decimal? SecondOpinionAbove { get; init; }

    /// <summary>Whether the master system is told of holding and releasing.</summary>
    public bool TellMaster { get; init; } = true;

    /// <summary>Whether the master system is asked to cancel an order that a reviewer found dishonest, within the limits of actions.</summary>
    public bool CancelFraud { get; init; }

    /// <summary>Codes of the channels that reviewers are told in; none: all.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>The classifier is learnt anew when so many orders have come to be known as honest or dishonest since it last was.</summary>
    public int LearnAfterLabels { get; init; } = 100;

    /// <summary>Whether a newly learnt version decides by itself where it is better; else a person says so.</summary>
    public bool PromoteByRule { get; init; } = true;

    /// <summary>By how much of ROC AUC it must be better for that: about what chance makes of two equal versions where a hundred dishonest orders judge them.</summary>
    public double PromoteMargin { get; init; } = 0.01;

    /// <summary>How many orders a day reviewers can look at: versions are compared at that point; null: 2 % of the orders are assumed.</summary>
    public int? ReviewsADay { get; init; }

    /// <summary>The company's own tags.</summary>
    public IReadOnlyList<OwnTag> OwnTags { get; init; } = [];

    /// <summary>What is wrong with the section, beside its tiers.</summary>
    public IEnumerable<ConfigurationProblem> Check(ConfigurationDocument document)
    {
        if (WatchFor <= TimeSpan.Zero || WatchFor > LongestWatch) yield return new("/risk/watchFor", "duration-range", "30");
        if (ReviewWithin <= TimeSpan.Zero || ReviewWithin > LongestReview) yield return new("/risk/reviewWithin", "duration-range", "14");
        if (SecondOpinionAbove < 0) yield return new("/risk/secondOpinionAbove", "number-range", "0", "99999999999999");
        if (LearnAfterLabels is < LeastLabels or > MostLabels) yield return new("/risk/learnAfterLabels", "number-range", ConfigurationRules.Text(LeastLabels), ConfigurationRules.Text(MostLabels));
        if (PromoteMargin is not (>= 0 and <= MostMargin)) yield return new("/risk/promoteMargin", "number-range", "0", "0.2");
        if (ReviewsADay is < 1 or > MostReviewsADay) yield return new("/risk/reviewsADay", "number-range", "1", ConfigurationRules.Text(MostReviewsADay));
        for (var i = 0; i < Channels.Count; i++)
            if (document.Channels.All(x => x.Code != Channels[i])) yield return new(ConfigurationProblem.At("/risk/channels", i), "unknown-channel", Channels[i]);
        for (var i = 0; i < OwnTags.Count; i++)
        {
            var (tag, at) = (OwnTags[i], ConfigurationProblem.At("/risk/ownTags", i));
            if (!ConfigurationLimits.IsCode(tag.Code)) yield return new($"{at}/code", "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
            else if (TagCatalogue.All.Any(x => x.Code == tag.Code) || OwnTags.Take(i).Any(x => x.Code == tag.Code)) yield return new($"{at}/code", "duplicate", tag.Code);
        }
    }
}

/// <summary>The scores from which an order is watched and held.</summary>
public sealed record RiskTiers
{
    public double Medium { get; init; } = 0.6;
    public double High { get; init; } = 0.85;
}
