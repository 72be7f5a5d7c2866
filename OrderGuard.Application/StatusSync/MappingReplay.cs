using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.StatusSync;

/// <summary>What would have come of a report under a draft, as the order book would judge it.</summary>
internal static class MappingReplay
{
    /// <summary>The draft as far as it can be judged by: where its statuses are broken, the published ones stand in.</summary>
    public static TenantConfiguration Compiled(DraftState draft)
    {
        var broken = draft.Problems.Any(x => !x.Pointer.StartsWith("/sources", StringComparison.Ordinal) || x.Pointer.EndsWith("/code", StringComparison.Ordinal) || x.Pointer.EndsWith("/timeZone", StringComparison.Ordinal));
        return TenantConfiguration.Compile(draft.Published.Number, broken ? draft.PublishedDocument with { Sources = Usable(draft) } : draft.Document);
    }

    /// <param name="from">The status that the order has; null: it is new.</param>
    public static (EventOutcome Outcome, int? Status) Judge(TenantConfiguration configuration, string source, int? from, int? status)
    {
        if (status is not { } to) return (EventOutcome.Unmapped, from);
        if (!configuration.MayEnter(source, to)) return (EventOutcome.Observed, from);
        if (from is not { } now || now == to) return (EventOutcome.Applied, to);
        return configuration.Allows(now, to) ? (EventOutcome.Applied, to) : (EventOutcome.Illegal, from);
    }

    private static IReadOnlyList<SourceDefinition> Usable(DraftState draft) =>
        draft.Document.Sources.Select(x => x.Code).Distinct().Count() == draft.Document.Sources.Count && draft.Document.Sources.All(x => TimeZoneInfo.TryFindSystemTimeZoneById(x.TimeZone, out _))
            ? draft.Document.Sources : draft.PublishedDocument.Sources;
}
