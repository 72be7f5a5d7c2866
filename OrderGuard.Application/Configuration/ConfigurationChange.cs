using System.Text.Json.Nodes;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Configuration;

/// <summary>One difference between two configuration documents.</summary>
/// <param name="Path">Where it is: like a JSON pointer, with codes in place of numbers (<c>/timeouts/payment/byCategory/cold-chain</c>).</param>
/// <param name="Before">What stood there; null: nothing.</param>
/// <param name="After">What stands there now; null: nothing.</param>
/// <param name="Words">The change as a sentence, in both languages.</param>
public sealed record ConfigurationChange(ConfigurationSection Section, string Path, JsonNode? Before, JsonNode? After, LocalizedText Words)
{
    /// <summary>What it is about, in both languages: a rule, a status, a source …</summary>
    public required LocalizedText Subject { get; init; }

    /// <summary>What stood there, as people read it; null: nothing.</summary>
    public LocalizedText? BeforeWords { get; init; }
    public LocalizedText? AfterWords { get; init; }
}
