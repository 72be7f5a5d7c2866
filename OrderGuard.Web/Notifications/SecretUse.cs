using OrderGuard.Domain.Configuration;

namespace OrderGuard.Web.Notifications;

/// <summary>Where a configuration names secrets.</summary>
internal static class SecretUse
{
    /// <summary>What the channels that are used cannot do without.</summary>
    public static IReadOnlyList<string> SecretsOfChannels(this ConfigurationDocument document) => [.. document.Channels.Where(x => x.Enabled).SelectMany(x => x.Secrets.Values)];

    /// <summary>What the targets that are told cannot do without.</summary>
    public static IReadOnlyList<string> SecretsOfTargets(this ConfigurationDocument document) =>
        [.. document.Targets.Where(x => x.Enabled).SelectMany(x => x.Secrets.Values.Concat(x.TestSecrets.Values))];

    /// <summary>All that are named anywhere, in what is switched off too.</summary>
    public static IReadOnlyList<string> NamedSecrets(this ConfigurationDocument document) =>
    [
        .. document.Channels.SelectMany(x => x.Secrets.Values)
            .Concat(document.Targets.SelectMany(x => x.Secrets.Values.Concat(x.TestSecrets.Values)))
            .Concat(document.Sources.Select(x => x.Query?.Secret).Append(document.Actions.Connector.Secret).OfType<string>())
            .Distinct(),
    ];
}
