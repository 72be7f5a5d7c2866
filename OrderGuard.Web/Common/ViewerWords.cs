using System.Globalization;
using Microsoft.Extensions.Localization;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Web.Common;

/// <summary>Words of the tenant's own, and of refusals, in the viewer's language.</summary>
internal static class ViewerWords
{
    public static string Say(this LocalizedText text) => text.For(CultureInfo.CurrentUICulture.Name);

    /// <summary>The label where the tenant gave one, else the code itself.</summary>
    public static string Or(this LocalizedText? label, string code) => label?.Say() is { Length: > 0 } words ? words : code;

    /// <summary>What the tenant calls the category of that code; where it knows none, the code itself.</summary>
    public static string NameOf(this IEnumerable<CategoryDefinition> categories, string code) => categories.FirstOrDefault(x => x.Code == code)?.Label.Or(code) ?? code;

    /// <summary>What a rule of its own is for, in words.</summary>
    public static string Say(this RuleSubject subject, string? category) =>
        string.Join(" · ", new[] { subject.Category is null ? null : category, subject.Channel, subject.Warehouse, subject.CustomerClass }.Where(x => x is not null));

    /// <summary>The refusal in the viewer's language where the feature has words for it, else as it came.</summary>
    public static string ForRefusal(this IStringLocalizer texts, Refusal refusal) =>
        texts[$"Refusal.{refusal.Code}"] is { ResourceNotFound: false } known ? known : refusal.Message;
}
