using OrderGuard.Domain.Integrations;

namespace OrderGuard.Domain.Configuration;

/// <summary>What the gateway watches over when orders are moved: who needs a second person, and when many moves at once are an alarm.</summary>
public sealed record GatewaySettings
{
    /// <summary>Sensitive operations (<c>cancel</c>, <c>close</c>, <c>refund</c>, <c>rollback</c>) that wait for a second person, whoever asks; none: none does.</summary>
    public IReadOnlyList<string> FourEyes { get; init; } = [];

    /// <summary>Only above this amount; an order whose amount is not known waits too.</summary>
    public decimal FourEyesAbove { get; init; }

    /// <summary>Whether an alert is raised when one key or person moves many orders back or cancels them in bulk.</summary>
    public bool BulkAlert { get; init; } = true;

    /// <summary>So many at least, within <see cref="BulkWithin"/>.</summary>
    public int BulkLeast { get; init; } = 20;
    public TimeSpan BulkWithin { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>And more than so many times what is usual in an hour in which that key is at work.</summary>
    public double BulkTimesUsual { get; init; } = 5;

    /// <summary>The channels that are told of it.</summary>
    public IReadOnlyList<string> BulkChannels { get; init; } = [];

    /// <summary>Whether an operation on an order of that amount waits for a second person.</summary>
    public bool NeedsSecondPerson(string operation, decimal? amount) => FourEyes.Contains(operation) && !(amount <= FourEyesAbove);
}

/// <summary>What the section must hold to.</summary>
internal static class GatewayRules
{
    public static readonly TimeSpan LongestBulk = TimeSpan.FromHours(1);

    public static IEnumerable<ConfigurationProblem> Check(ConfigurationDocument document)
    {
        var settings = document.Gateway;
        for (var i = 0; i < settings.BulkChannels.Count; i++)
            if (document.Channels.All(x => x.Code != settings.BulkChannels[i])) yield return new(ConfigurationProblem.At("/gateway/bulkChannels", i), "unknown-channel", settings.BulkChannels[i]);
        for (var i = 0; i < settings.FourEyes.Count; i++)
        {
            if (!SensitiveOperations.All.Contains(settings.FourEyes[i])) yield return new(ConfigurationProblem.At("/gateway/fourEyes", i), "one-of", string.Join(", ", SensitiveOperations.All));
            else if (settings.FourEyes.Take(i).Contains(settings.FourEyes[i])) yield return new(ConfigurationProblem.At("/gateway/fourEyes", i), "duplicate", settings.FourEyes[i]);
        }
        if (settings.FourEyesAbove < 0) yield return new("/gateway/fourEyesAbove", "amount-range");
        if (settings.BulkLeast is < 2 or > ConfigurationLimits.MostActions) yield return new("/gateway/bulkLeast", "number-range", "2", ConfigurationRules.Text(ConfigurationLimits.MostActions));
        if (settings.BulkWithin < TimeSpan.FromSeconds(10) || settings.BulkWithin > LongestBulk) yield return new("/gateway/bulkWithin", "bulk-within");
        if (settings.BulkTimesUsual is not (>= 1 and <= 1000)) yield return new("/gateway/bulkTimesUsual", "number-range", "1", "1000");
    }
}
