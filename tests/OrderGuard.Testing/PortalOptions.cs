namespace OrderGuard.Testing;

/// <summary>What a portal of the tests is told at its start; what is left out is as a newcomer has it.</summary>
public sealed record PortalOptions
{
    public const string Password = "Wall-And-Order-2026";

    public const string ApiKey = "og_test_2f0c7d5b9a1e4c63b8d7";

    /// <summary>The order simulator; off unless it is what is tested.</summary>
    public bool Traffic { get; init; }

    /// <summary>The demo tenant with its users and orders.</summary>
    public bool Demo { get; init; } = true;

    /// <summary>The program that runs; by default the portal as it was built.</summary>
    public string? Executable { get; init; }

    /// <summary>What answers well once the start is over.</summary>
    public Uri ReadyPath { get; init; } = new("/health/ready", UriKind.Relative);

    public TimeSpan ReadyWithin { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>More settings, by the names of environment variables (<c>Database__Provider</c>).</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
