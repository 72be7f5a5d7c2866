using System.ComponentModel.DataAnnotations;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>How the application calls other systems. Section <c>Outgoing</c>.</summary>
public sealed class OutgoingOptions
{
    /// <summary>
    /// Hosts (<c>host</c> or <c>host:port</c>) that may be called although they are private, or without TLS. Who runs the platform
    /// decides this, never a tenant.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>How long one attempt may take, from the first byte of the connection to the last of the answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:20")]
    public TimeSpan TimeOut { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>How often a call that certainly did not arrive, or may be repeated, is tried again at once.</summary>
    [Range(0, 3)]
    public int Retries { get; set; } = 1;

    /// <summary>
    /// A file with the certificates (PEM) of the authority that signed the mail servers' own, where it is not one that the machine trusts;
    /// then mail servers are trusted by these alone.
    /// </summary>
    public string? MailAuthorities { get; set; }

    public bool IsAllowed(string host, int port) =>
        AllowedHosts.Any(x => x.Equals(host, StringComparison.OrdinalIgnoreCase) || x.Equals($"{host}:{port}", StringComparison.OrdinalIgnoreCase));
}
