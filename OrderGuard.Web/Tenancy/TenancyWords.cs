using Microsoft.Extensions.Localization;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Tenancy;

/// <summary>Says a refusal in the viewer's language.</summary>
internal static class TenancyWords
{
    public static string Say(this IStringLocalizer<TenancyText> texts, Refusal refusal)
    {
        var text = texts[$"Refusal.{refusal.Code}"];
        return text.ResourceNotFound ? refusal.Message : text.Value;
    }
}
