using Microsoft.Extensions.Localization;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.StatusSync;

/// <summary>The words of the pages on status sync; the resource files beside it hold them.</summary>
public sealed class SyncText;

internal static class SyncWords
{
    /// <summary>The refusal in the viewer's language where the page has words for it, else as it came.</summary>
    public static string ForRefusal(this IStringLocalizer<SyncText> texts, Refusal refusal)
    {
        var known = texts[$"Refusal.{refusal.Code}"];
        return known.ResourceNotFound ? refusal.Message : known.Value;
    }
}
