using OrderGuard.Domain.Configuration;

namespace OrderGuard.Web.Notifications;

/// <summary>Where a configuration names secrets.</summary>
internal static class SecretUse
{
    /// <summary>What the channels cannot do without, those that are in use or those that are switched off.</summary>
    public static IReadOnlyList<string> SecretsOfChannels(this ConfigurationDocument document, bool enabled = true) =>
        [.. document.Channels.Where(x => x.Enabled == enabled).SelectMany(x => x.Secrets.Values)];

    /// <summary>What the targets cannot do without, those that are told or those that are switched off.</summary>
    public static IReadOnlyList<string> SecretsOfTargets(this ConfigurationDocument document, bool enabled = true) =>
        [.. document.Targets.Where(x => x.Enabled == enabled).SelectMany(x => x.Secrets.Values.Concat(x.TestSecrets.Values))];

    /// <summary>All that are named anywhere, in what is switched off too.</summary>
    public static IReadOnlyList<string> NamedSecrets(this ConfigurationDocument document) =>
    [
        .. document.Channels.SelectMany(x => x.Secrets.Values)
            .Concat(document.Targets.SelectMany(x => x.Secrets.Values.Concat(x.TestSecrets.Values)))
            .Concat(document.Sources.Select(x => x.Query?.Secret).Append(document.Actions.Connector.Secret).OfType<string>())
            .Distinct(),
    ];
}
