using System.Text.Json.Serialization;

namespace OrderGuard.Domain.Configuration;

/// <summary>Whether orders are judged for the risk of late fulfilment when they are placed, and what follows.</summary>
public sealed record FulfilmentRiskSettings
{
    public const double MostTightening = 0.9;

    public bool Enabled { get; init; }

    /// <summary>Whether weights fitted to the company's own history decide once there are some; else the expert's preset.</summary>
    public bool UseFitted { get; init; } = true;

    /// <summary>The score from which deadlines are reminded of early; 1: never.</summary>
    public double TightenAbove { get; init; } = 1;

    /// <summary>How much earlier, as a share of the deadline's duration. The deadline itself stays.</summary>
    public double TightenBy { get; init; } = 0.5;

    /// <summary>Codes of the channels that the early reminder goes to.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>Whether any order is reminded of early.</summary>
    [JsonIgnore]
    public bool Tightens => Enabled && TightenAbove < 1;

    /// <summary>What is wrong with the section.</summary>
    public IEnumerable<ConfigurationProblem> Check(ConfigurationDocument document)
    {
        if (TightenAbove is not (> 0 and <= 1)) yield return new("/fulfilmentRisk/tightenAbove", "number-range", "0", "1");
        if (TightenBy is not (> 0 and <= MostTightening)) yield return new("/fulfilmentRisk/tightenBy", "number-range", "0", "0.9");
        for (var i = 0; i < Channels.Count; i++)
            if (document.Channels.All(x => x.Code != Channels[i])) yield return new(ConfigurationProblem.At("/fulfilmentRisk/channels", i), "unknown-channel", Channels[i]);
    }
}
