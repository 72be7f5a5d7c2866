using OrderGuard.Domain.Configuration;

namespace OrderGuard.Web.Notifications;

/// <summary>Where a configuration names secrets.</summary>
internal static class SecretUse
{
    public static IReadOnlyList<string> NamedSecrets(this ConfigurationDocument document) =>
    [
        .. document.Channels.SelectMany(x => x.Secrets.Values)
            .Concat(document.Targets.SelectMany(x => x.Secrets.Values.Concat(x.TestSecrets.Values)))
            .Concat(document.Sources.Select(x => x.Query?.Secret).Append(document.Actions.Connector.Secret).OfType<string>())
            .Distinct(),
    ];
}
