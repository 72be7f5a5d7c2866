using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Application.Configuration;

/// <summary>How often the timeout rules of the draft would have fired in the last 7 days, against those in force.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record EstimateDraftEffect;

/// <summary>Breaches of the last 7 days, under the published rules and under the draft's; <paramref name="Orders"/> were looked at.</summary>
public sealed record DraftEffect(int Before, int After, int Orders, IReadOnlyList<RuleEffect> Rules);

/// <summary>One rule's breaches before and after; null: there is no such rule.</summary>
public sealed record RuleEffect(string Code, int? Before, int? After);

internal sealed class EstimateDraftEffectHandler(IOrderGuardDb db, TimeProvider clock) : IHandler<EstimateDraftEffect, DraftEffect>
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(7);

    public async Task<Result<DraftEffect>> HandleAsync(EstimateDraftEffect request, CancellationToken ct)
    {
        var draft = await DraftState.ReadAsync(db, ct);
        // A draft in the making may name statuses twice; what is in force then judges both sides.
        var now = TenantConfiguration.Compile(draft.Published.Number, draft.PublishedDocument);
        var rules = draft.Problems.Count > 0 ? draft.PublishedDocument.Timeouts : draft.Document.Timeouts;
        var statuses = ConfigurationRules.KnownStatuses(draft.Problems.Count > 0 ? draft.PublishedDocument : draft.Document);
        var asOf = clock.GetUtcNow();
        Dictionary<string, int> before = draft.PublishedDocument.Timeouts.ToDictionary(x => x.Code, _ => 0), after = rules.ToDictionary(x => x.Code, _ => 0);
        var orders = 0;
        var calendars = draft.Problems.Count > 0 ? now.Calendars : WorkingCalendars.Of(draft.Document);
        await foreach (var (subject, entries) in HistoryAsync(now, asOf - Window, ct))
        {
            orders++;
            foreach (var rule in draft.PublishedDocument.Timeouts) before[rule.Code] += Fired(entries, rule, now.TermsOf(rule, subject), now.IsTerminal, asOf);
            foreach (var rule in rules) after[rule.Code] += Fired(entries, rule, calendars.TermsOf(rule, subject), x => statuses.TryGetValue(x, out var s) && s.Terminal == true, asOf);
        }
        return new DraftEffect(before.Values.Sum(), after.Values.Sum(), orders,
            [.. before.Keys.Union(after.Keys).Select(x => new RuleEffect(x, before.TryGetValue(x, out var b) ? b : null, after.TryGetValue(x, out var a) ? a : null))]);
    }

    /// <summary>Breaches whose moment lies within the window.</summary>
    private static int Fired(IReadOnlyList<StatusEntry> entries, TimeoutRule rule, RuleTerms terms, Func<int, bool> isTerminal, DateTimeOffset asOf) =>
        TimeoutReplay.Judge(entries, rule, terms, isTerminal, asOf).Count(x => x.Breached && terms.DueAt(x.ArmedAt) >= asOf - Window);

    /// <summary>Orders that could have breached since: those not finished, or touched since; a page at a time.</summary>
    private async IAsyncEnumerable<(RuleSubject Subject, IReadOnlyList<StatusEntry> Entries)> HistoryAsync(
        TenantConfiguration configuration, DateTimeOffset since, [EnumeratorCancellation] CancellationToken ct)
    {
        const int ordersOfAPage = 1_000;
        var after = "";
        while (true)
        {
            var previous = after;
            var relevant = db.Orders.AsNoTracking().Where(x => x.OrderNo.CompareTo(previous) > 0 && (!x.Finished || x.StatusSince >= since)).OrderBy(x => x.OrderNo).Take(ordersOfAPage);
            var orders = await relevant.Select(x => new { x.OrderNo, x.Category, x.Channel, x.Warehouse, x.CustomerClass }).ToListAsync(ct);
            if (orders.Count == 0) yield break;
            after = orders[^1].OrderNo;
            var numbers = orders.ConvertAll(x => x.OrderNo);
            var events = await db.OrderEvents.AsNoTracking()
                .Where(x => numbers.Contains(x.OrderNo) && x.Status != null
                    && (x.Outcome == EventOutcome.Applied || x.Outcome == EventOutcome.Illegal || x.Outcome == EventOutcome.Stale))
                .Select(x => new { x.OrderNo, x.Source, Status = x.Status!.Value, x.MovedFrom, x.Outcome, x.OccurredAt }).ToListAsync(ct);
            var byOrder = events.Where(x => x.Outcome is not EventOutcome.Stale || configuration.MayEnter(x.Source, x.Status)).ToLookup(x => x.OrderNo, StringComparer.Ordinal);
            foreach (var order in orders)
                yield return (new RuleSubject(order.Category, order.Channel, order.Warehouse, order.CustomerClass), [.. byOrder[order.OrderNo].Select(x => new StatusEntry(x.Status, x.OccurredAt, x.Outcome is EventOutcome.Applied && x.MovedFrom > x.Status))]);
            if (orders.Count < ordersOfAPage) yield break;
        }
    }
}
