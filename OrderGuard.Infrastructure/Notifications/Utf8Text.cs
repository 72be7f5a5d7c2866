using System.Text;

namespace OrderGuard.Infrastructure.Notifications;

/// <summary>Texts for providers that count bytes.</summary>
internal static class Utf8Text
{
    private const char More = '…';

    /// <summary>The beginning of a text that fits into so many bytes of UTF-8, never half a character.</summary>
    public static string Cut(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes) return text;
        var left = bytes - 3;
        var kept = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0) break;
            kept.Append(rune.ToString());
        }
        return kept.Append(More).ToString();
    }
}
