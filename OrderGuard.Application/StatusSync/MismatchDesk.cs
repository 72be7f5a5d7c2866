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
        foreach (var (order, difference) in lasted)
        {
            if (order.SourceStatuses.FirstOrDefault(x => x.Source == difference.Source) is not { } said) continue;
            var cause = evidence.Judge(order, said, difference, configuration);
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

    /// <summary>Their sources have spoken since: each mismatch and its alert say what is known by now.</summary>
    public async Task ExplainAsync(IReadOnlyList<(Order Order, Difference Difference)> standing, TenantConfiguration configuration, CancellationToken ct)
    {
        if (standing.Count == 0) return;
        var ids = standing.Select(x => new MismatchId(x.Difference.Mismatch!.Value)).ToList();
        var mismatches = await db.Mismatches.Where(x => EF.Parameter(ids).Contains(x.Id) && x.ClosedAt == null).ToDictionaryAsync(x => x.Id.Value, ct);
        if (mismatches.Count == 0) return;
        var told = mismatches.Values.Select(x => x.AlertId).OfType<AlertId>().ToList();
        var alerts = await db.Alerts.Where(x => EF.Parameter(told).Contains(x.Id)).ToDictionaryAsync(x => x.Id, ct);
        var evidence = await EvidenceAsync(standing, ct);
        foreach (var (order, difference) in standing)
        {
            if (!mismatches.TryGetValue(difference.Mismatch!.Value, out var mismatch) || order.SourceStatuses.FirstOrDefault(x => x.Source == difference.Source) is not { } said) continue;
            if (!mismatch.Explain(order, said, evidence.Judge(order, said, difference, configuration)) || mismatch.AlertId is not { } alert) continue;
            var cause = MismatchAlerts.CauseOf(order, mismatch, configuration);
            alerts.GetValueOrDefault(alert)?.Retell(cause.Title, cause.Severity);
        }
    }

    private async Task<Evidence> EvidenceAsync(IReadOnlyList<(Order Order, Difference Difference)> differing, CancellationToken ct)
    {
        var orderNos = differing.Select(x => x.Order.OrderNo).Distinct().ToArray();
        var reports = await db.OrderEvents.AsNoTracking().Where(x => EF.Parameter(orderNos).Contains(x.OrderNo))
            .Select(x => new { x.OrderNo, x.Source, Said = new Report(x.Status, x.Outcome, x.Detail, x.OccurredAt, x.ReceivedAt) }).ToListAsync(ct);
        var clocks = await db.SourceClocks.AsNoTracking().ToListAsync(ct);
        return new Evidence(
            reports.GroupBy(x => (x.OrderNo, x.Source)).ToDictionary(x => x.Key, x => x.Select(r => r.Said).OrderBy(r => r.ReceivedAt).ThenBy(r => r.Weight).ToList()),
            clocks.ToDictionary(x => x.Source, x => new SourceEvidence(null, null, x.Measure.Condition, x.Measure.LastEventAt), StringComparer.Ordinal));
    }

    /// <summary>What is known of the sources and of what they said last of these orders.</summary>
    private sealed record Evidence(Dictionary<(string OrderNo, string Source), List<Report>> Reports, Dictionary<string, SourceEvidence> Clocks)
    {
        public MismatchCause Judge(Order order, SourceStatus said, Difference difference, TenantConfiguration configuration)
        {
            var reports = Reports.GetValueOrDefault((order.OrderNo, said.Source)) ?? [];
            var last = reports.LastOrDefault();
            var isExcused = last is null || last.WasOvertakenBy(order) && !last.GoesBackFrom(reports, configuration);
            var known = Clocks.GetValueOrDefault(said.Source) with { LastOutcome = isExcused ? null : last!.Outcome, LastSaid = last?.ReceivedAt };
            var heardOfMaster = configuration.Master is { } master ? Clocks.GetValueOrDefault(master).LastHeard : null;
            return MismatchDiagnosis.Judge(said, order.Status, known, heardOfMaster, difference.Since, configuration);
        }
    }

    /// <summary>A source's report on an order, and what came of it.</summary>
    private sealed record Report(int? Status, EventOutcome Outcome, string? Detail, DateTimeOffset OccurredAt, DateTimeOffset ReceivedAt)
    {
        /// <summary>Of reports that came in at once, one is stale only because of another, and so came after it.</summary>
        public int Weight => Outcome switch { EventOutcome.Stale => 2, EventOutcome.Illegal => 1, _ => 0 };

        /// <summary>It was no move back: it tells of a time before the order came to where it is, and only arrived after that.</summary>
        public bool WasOvertakenBy(Order order) => Outcome is EventOutcome.Illegal && OccurredAt < order.StatusSince && OrderMove.ReadIllegal(Detail)?.From == order.Status;

        /// <summary>It contradicts what the source itself had said before it: that is no matter of having been late.</summary>
        public bool GoesBackFrom(List<Report> reports, TenantConfiguration configuration) =>
            Status is { } status && reports.Where(x => x.OccurredAt < OccurredAt && x.Status is not null).MaxBy(x => x.OccurredAt)?.Status is { } before && status < before && !configuration.Allows(before, status);
    }
}
