using System.Diagnostics.CodeAnalysis;

namespace OrderGuard.Domain.Common;

/// <summary>Text of others, kept only as far as there is room for it.</summary>
public static class TextLength
{
    /// <summary>The first <paramref name="most"/> UTF-16 units at most; never half a surrogate pair, which no database takes.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Cut(this string? text, int most)
    {
        if (text is null || text.Length <= most) return text;
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }

    /// <summary>The same for people: what was cut ends in an ellipsis, which counts.</summary>
    public static string Brief(this string text, int most) => text.Length <= most ? text : $"{text.Cut(most - 1)}…";
}
