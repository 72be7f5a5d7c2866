using System.Text.Json.Serialization;

namespace OrderGuard.Domain.Common;

/// <summary>A text in both languages of the portal.</summary>
public sealed record LocalizedText(
    [property: JsonPropertyName("en")] string En,
    [property: JsonPropertyName("zh-CN")] string Zh)
{
    /// <summary>The text for a culture name such as <c>zh-CN</c>; English where the language is neither.</summary>
    public string For(string culture) => culture.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Zh : En;
}
