using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

/// <summary>Where differences become mismatches: explained, kept and told once for each order and source.</summary>
internal sealed class MismatchDesk(IOrderGuardDb db, Caller caller, AuditTrail audit)
{
    public async Task RaiseAsync(IReadOnlyList<(Order Order, Difference Difference)> lasted, TenantConfiguration configuration, DateTimeOffset now, CancellationToken ct, MismatchFinder by = MismatchFinder.Traffic)
    {
        if (lasted.Count == 0) return;
        var keys = lasted.Select(x => MismatchAlerts.Key(x.Order.Id, x.Difference.Source)).ToList();
        var standing = await db.Alerts.Where(x => EF.Parameter(keys).Contains(x.OpenCause!)).Select(x => x.OpenCause).ToHashSetAsync(ct);
        var evidence = await EvidenceAsync(lasted, ct);
        var heardOfMaster = configuration.Master is { } master ? evidence.Clocks.GetValueOrDefault(master).LastHeard : null;
        foreach (var (order, difference) in lasted)
        {
            if (order.SourceStatuses.FirstOrDefault(x => x.Source == difference.Source) is not { } said) continue;
            var last = evidence.Reports.GetValueOrDefault((order.OrderNo, said.Source));
            var known = evidence.Clocks.GetValueOrDefault(said.Source) with { LastOutcome = last is null || last.WasOvertakenBy(order) ? null : last.Outcome, LastSaid = last?.ReceivedAt };
            var cause = MismatchDiagnosis.Judge(said, order.Status, known, heardOfMaster, difference.Since, configuration);
            var mismatch = Mismatch.Find(order, said, cause, difference.Began, by, now);
            order.Mismatch(said.Source, mismatch.Id);
            db.Mismatches.Add(mismatch);
            if (!standing.Add(MismatchAlerts.Key(order.Id, said.Source))) continue;
            var alert = Alert.Raise(caller.RequiredTenant, MismatchAlerts.CauseOf(order, mismatch, configuration), now);
            mismatch.TellBy(alert.Id);
            db.Alerts.Add(alert);
            audit.Record("alert.raised", "alert", alert.Id.Value.ToString(), null,
                new { alert.OrderNo, mismatch.Source, mismatch.Cause, mismatch.SourceStatus, mismatch.SourceWord, mismatch.OrderStatus, mismatch.Since, configurationVersion = configuration.Version });
        }
    }

    private async Task<(Dictionary<(string OrderNo, string Source), LastReport> Reports, Dictionary<string, SourceEvidence> Clocks)> EvidenceAsync(IReadOnlyList<(Order Order, Difference Difference)> lasted, CancellationToken ct)
    {
        var orderNos = lasted.Select(x => x.Order.OrderNo).Distinct().ToArray();
        var reports = await db.OrderEvents.AsNoTracking().Where(x => EF.Parameter(orderNos).Contains(x.OrderNo))
            .Select(x => new { x.OrderNo, x.Source, Last = new LastReport(x.Outcome, x.Detail, x.OccurredAt, x.ReceivedAt) }).ToListAsync(ct);
        var clocks = await db.SourceClocks.AsNoTracking().ToListAsync(ct);
        return (reports.GroupBy(x => (x.OrderNo, x.Source)).ToDictionary(x => x.Key, x => x.Select(r => r.Last).OrderBy(r => r.ReceivedAt).ThenBy(r => r.Weight).Last()),
            clocks.ToDictionary(x => x.Source, x => new SourceEvidence(null, null, x.Measure.Condition, x.Measure.LastEventAt), StringComparer.Ordinal));
    }

    /// <summary>A source's latest report on an order, and what came of it.</summary>
    private sealed record LastReport(EventOutcome Outcome, string? Detail, DateTimeOffset OccurredAt, DateTimeOffset ReceivedAt)
    {
        /// <summary>Of reports that came in at once, one is stale only because of another, and so came after it.</summary>
        public int Weight => Outcome switch { EventOutcome.Stale => 2, EventOutcome.Illegal => 1, _ => 0 };

        /// <summary>It was no move back: it tells of a time before the order came to where it is, and only arrived after that.</summary>
        public bool WasOvertakenBy(Order order) => Outcome is EventOutcome.Illegal && OccurredAt < order.StatusSince && OrderMove.ReadIllegal(Detail)?.From == order.Status;
    }
}
