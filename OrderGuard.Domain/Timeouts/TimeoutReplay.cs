using OrderGuard.Domain.Configuration;

namespace OrderGuard.Domain.Timeouts;

/// <summary>One entry into a status in an order's stored history; <paramref name="Rollback"/>: an allowed move backwards.</summary>
public readonly record struct StatusEntry(int Status, DateTimeOffset At, bool Rollback);

/// <summary>One arming of a rule: when, when it was met if it was, and whether that was too late.</summary>
public readonly record struct Waiting(DateTimeOffset ArmedAt, DateTimeOffset? MetAt, bool Breached);

/// <summary>Judges a rule against an order's history, by the times that the sources stated.</summary>
/// <remarks>
/// Goes by what was stated and when, not by what the transitions of today would have allowed: history is what happened. An order
/// that was past the rule's end when its entry is stamped was never waiting, unless it was taken back by an allowed move.
/// </remarks>
public static class TimeoutReplay
{
    /// <summary>The armings of <paramref name="rule"/> in <paramref name="entries"/> (any order), judged by its terms for the order as of <paramref name="asOf"/>.</summary>
    public static IEnumerable<Waiting> Judge(IEnumerable<StatusEntry> entries, TimeoutRule rule, RuleTerms terms, Func<int, bool> isTerminal, DateTimeOffset asOf)
    {
        DateTimeOffset? armedAt = null;
        var past = false;
        foreach (var entry in entries.OrderBy(x => x.At).ThenBy(x => x.Status))
        {
            if (entry.At > asOf) break;
            var ends = entry.Status >= rule.Until || isTerminal(entry.Status);
            if (armedAt is { } since && ends)
            {
                yield return new Waiting(since, entry.At, entry.At > terms.DueAt(since));
                armedAt = null;
            }
            past = entry.Rollback ? ends : past || ends;
            if (entry.Status != rule.From || past) continue;
            if (armedAt is null) armedAt = entry.At;
            else if (entry.Rollback)
            {
                yield return new Waiting(armedAt.Value, entry.At, entry.At > terms.DueAt(armedAt.Value));
                armedAt = entry.At;
            }
        }
        if (armedAt is { } open) yield return new Waiting(open, null, asOf > terms.DueAt(open));
    }
}
