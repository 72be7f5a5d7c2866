using System.Globalization;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Configuration;

/// <summary>Problems, durations and names of the configuration in the viewer's language.</summary>
internal static class ConfigurationWording
{
    public static string Say(this IStringLocalizer<ConfigurationText> texts, ConfigurationProblem problem) =>
        texts[$"Problem.{problem.Code}", [.. problem.Args]] is { ResourceNotFound: false } known ? known : problem.Message;

    public static string Say(this TimeSpan duration) => DurationWords.Of(duration).Say();

    /// <summary>The status as lists show it: code, and what the viewer's language calls it.</summary>
    public static string NameOf(this IReadOnlyDictionary<int, StatusDefinition> statuses, int code) =>
        statuses.TryGetValue(code, out var status) ? $"{code} {status.LabelOrName()}" : code.ToString(CultureInfo.InvariantCulture);

    /// <summary>Its own label, else the standard one, else its name.</summary>
    public static string LabelOrName(this StatusDefinition status) =>
        (status.Label ?? StandardStatuses.All.FirstOrDefault(x => x.Code == status.Code)?.Label)?.Say() ?? status.Name;
}
