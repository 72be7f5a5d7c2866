using System.Globalization;
using Microsoft.Extensions.Localization;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Orders;

/// <summary>The words of the order pages; the resource files beside it hold them.</summary>
public sealed class OrdersText;

/// <summary>Words of the tenant's own, and of refusals, in the viewer's language.</summary>
internal static class OrderWords
{
    public static string? InViewersLanguage(this LocalizedText? text) => text?.For(CultureInfo.CurrentUICulture.Name);

    /// <summary>The label where the tenant gave one, else the code itself.</summary>
    public static string Or(this LocalizedText? label, string code) => label.InViewersLanguage() is { Length: > 0 } words ? words : code;

    /// <summary>The refusal in the viewer's language where the page has words for it, else as it came.</summary>
    public static string ForRefusal(this IStringLocalizer texts, Refusal refusal)
    {
        var known = texts[$"Refusal.{refusal.Code}"];
        return known.ResourceNotFound ? refusal.Message : known.Value;
    }
}
