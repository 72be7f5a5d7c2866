using System.Text.Json.Serialization;
using OrderGuard.Domain.Risk.Rules;

namespace OrderGuard.Domain.Risk.Learning;

/// <summary>Why a newly learnt version decides, or does not.</summary>
public enum PromotionOutcome
{
    /// <summary>By the rule: better than the one that decided, by the margin that is asked for.</summary>
    Promoted,

    /// <summary>Not better by that margin.</summary>
    NotBetter,

    /// <summary>Hardly better than guessing: such a one never decides by rule.</summary>
    NearGuessing,

    /// <summary>Better, but the company lets people decide.</summary>
    LeftToPerson,
}

/// <summary>What a version of the classifier was worth on the latest orders, which it had not seen; kept with it for ever.</summary>
public sealed record ModelReport
{
    /// <summary>The orders that judged were placed between these.</summary>
    public DateTimeOffset JudgedFrom { get; init; }
    public DateTimeOffset JudgedTo { get; init; }

    /// <summary>The version that decided when this one was learnt, judged by the same orders; null: there was none that could be asked.</summary>
    public int? Champion { get; init; }

    /// <summary>Whether that one had learnt from orders of the same time, which flatters it.</summary>
    public bool ChampionKnewSome { get; init; }

    /// <summary>The share of the orders that reviewers can look at.</summary>
    public double Capacity { get; init; }

    /// <summary>Whether the company has said how many reviews a day it can do; else the share is an assumption.</summary>
    public bool CapacityIsSet { get; init; }

    /// <summary>The score from which on an order would be reviewed at that capacity.</summary>
    public double Threshold { get; init; }
    public IReadOnlyList<CurvePoint> Roc { get; init; } = [];
    public IReadOnlyList<CurvePoint> ChampionRoc { get; init; } = [];

    /// <summary>Precision over recall.</summary>
    public IReadOnlyList<CurvePoint> Precision { get; init; } = [];
    public IReadOnlyList<CurvePoint> ChampionPrecision { get; init; } = [];

    /// <summary>How the scores lie, in twentieths of the scale.</summary>
    public IReadOnlyList<ScoreBin> Scores { get; init; } = [];
    public IReadOnlyList<CategoryErrors> Fairness { get; init; } = [];

    /// <summary>How the tags, and the score itself, lay among the orders of the time that was learnt from.</summary>
    public IReadOnlyList<TagShape> Shapes { get; init; } = [];
    public PromotionOutcome Outcome { get; init; }
}

/// <summary>A point of a curve within the unit square.</summary>
public sealed record CurvePoint(double X, double Y);

/// <summary>The judged orders whose score lies in one part of the scale.</summary>
public sealed record ScoreBin(int Honest, int Fraud);

/// <summary>How many honest orders of a category a review at capacity would have stopped.</summary>
/// <param name="ChampionStopped">By the one that decided then; null: there was none.</param>
public sealed record CategoryErrors(string Category, int Honest, int Stopped, int? ChampionStopped)
{
    [JsonIgnore]
    public double Share => Honest > 0 ? (double)Stopped / Honest : 0;

    [JsonIgnore]
    public double? ChampionShare => Honest > 0 ? (double?)ChampionStopped / Honest : null;

    /// <summary>Where the true share lies with 95 % confidence (Wilson 1927).</summary>
    [JsonIgnore]
    public (double Least, double Most) Interval => (Wilson.Lower(Stopped, Honest), 1 - Wilson.Lower(Honest - Stopped, Honest));
}

/// <summary>How the values of a tag lay: the share in each bin, the last of them that of missing values.</summary>
/// <param name="Edges">The greatest value of each bin but the last of known values.</param>
public sealed record TagShape(string Tag, IReadOnlyList<double> Edges, IReadOnlyList<double> Shares);
