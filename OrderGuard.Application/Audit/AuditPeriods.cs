using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;

namespace OrderGuard.Application.Audit;

/// <summary>Where in a tenant's chain a period lies. The chain has no gaps and grows with time, so halving it finds the place in some twenty looks, without an index on time.</summary>
internal static class AuditPeriods
{
    /// <summary>Entries saved side by side may stand so far from the order of their times.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(2);

    /// <summary>The first entry that may lie in the period, and the one behind the last that may.</summary>
    public static async Task<(long From, long Before)> FindAsync(IOrderGuardDb db, DateTimeOffset? from, DateTimeOffset? until, CancellationToken ct)
    {
        var first = await db.AuditEntries.OrderBy(x => x.Sequence).Select(x => (long?)x.Sequence).FirstOrDefaultAsync(ct) ?? 1;
        var last = await db.AuditEntries.OrderByDescending(x => x.Sequence).Select(x => (long?)x.Sequence).FirstOrDefaultAsync(ct) ?? 0;
        return (from is { } begin ? await FirstAsync(db, begin - Slack, first, last, ct) : first, until is { } end ? await FirstAsync(db, end + Slack, first, last, ct) : last + 1);
    }

    /// <summary>The first entry at or after an instant.</summary>
    private static async Task<long> FirstAsync(IOrderGuardDb db, DateTimeOffset instant, long low, long last, CancellationToken ct)
    {
        var high = last + 1;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var at = await db.AuditEntries.Where(x => x.Sequence == middle).Select(x => (DateTimeOffset?)x.At).FirstOrDefaultAsync(ct);
            if (at is not null && at < instant) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
