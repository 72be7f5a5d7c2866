using Microsoft.Extensions.Localization;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Alerts;

/// <summary>The filters in force, in the viewer's words.</summary>
internal static class AlertChips
{
    public static IReadOnlyList<FilterChip> Of(AlertsShown shown, IReadOnlyList<CategoryDefinition> categories, IStringLocalizer<AlertsText> texts)
    {
        (string Key, string? Value)[] chips =
        [
            ("state", shown.AnyState ? texts["State.Any"].Value : shown.State is { } state ? texts[$"State.{state}"].Value : null),
            ("severity", shown.Severity is { } severity ? texts[$"Severity.{severity}"].Value : null),
            ("kind", shown.Kind is { } kind ? texts[$"Kind.{kind}"].Value : null),
            ("owner", shown.Mine ? texts["Owner.Me"].Value : shown.Unassigned ? texts["Owner.Nobody"].Value : null),
            ("category", shown.Category is { } category ? categories.NameOf(category) : null),
            ("text", shown.Text),
        ];
        return [.. chips.Where(x => x.Value is not null).Select(x => new FilterChip(x.Key, texts[$"Filter.{x.Key}"], x.Value))];
    }
}
