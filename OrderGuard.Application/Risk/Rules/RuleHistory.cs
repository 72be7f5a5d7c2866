using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Risk.Samples;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Features;
using OrderGuard.Domain.Risk.Samples;

namespace OrderGuard.Application.Risk.Rules;

/// <summary>Orders of the past with the tags that they had in their moment, and what is known of them now: a company's own, or those of a sample set.</summary>
public sealed class RuleHistory(IOrderGuardDb db, Caller caller, IPersonalDataHasher hasher, ConfigurationSnapshots configurations, TimeProvider clock)
{
    public const int MostOrders = 500_000;
    private const int OrdersOfAPage = 2_000;
    private const int MostCorrections = 2_000;

    /// <summary>The company's own orders placed in [<paramref name="from"/>, <paramref name="to"/>), in order of time; those before fill the windows.</summary>
    /// <param name="learning">Only labels that can be relied upon by now, and none whose outcome a list or a rule had forced.</param>
    public async IAsyncEnumerable<JudgedOrder> OrdersAsync(DateTimeOffset from, DateTimeOffset to, IProgress<double>? progress, [EnumeratorCancellation] CancellationToken ct, bool learning = false)
    {
        var replay = await ReplayAsync(ct);
        var labels = await LabelsAsync(learning, ct);
        var (at, after) = (from - FeatureEngine.Horizon, "");
        var begin = at;
        while (true)
        {
            var (previous, number) = (at, after);
            var page = await db.Orders.AsNoTracking().Where(x => x.PlacedAt < to && (x.PlacedAt > previous || x.PlacedAt == previous && x.OrderNo.CompareTo(number) > 0))
                .OrderBy(x => x.PlacedAt).ThenBy(x => x.OrderNo).Take(OrdersOfAPage)
                .Select(x => new { x.Id, x.OrderNo, x.PlacedAt, x.Facts, x.Status, x.CancelledAt }).ToListAsync(ct);
            foreach (var order in page)
            {
                var subject = replay.Next(order.Id, order.OrderNo, order.PlacedAt, order.Facts);
                if (order.CancelledAt is { } ended) replay.Learn(order.Id, order.Status == StandardStatuses.Refunded ? OrderOutcome.Refunded : OrderOutcome.Cancelled, ended);
                if (order.PlacedAt >= from) yield return new JudgedOrder(subject, labels.TryGetValue(order.OrderNo, out var fraud) ? fraud : null);
            }
            if (page.Count < OrdersOfAPage) yield break;
            (at, after) = (page[^1].PlacedAt, page[^1].OrderNo);
            progress?.Report(Math.Clamp((at - begin) / (to - begin), 0, 1));
        }
    }

    /// <summary>All orders of a version of a sample set, in order of time; null: there is none.</summary>
    public async Task<List<JudgedOrder>?> SamplesAsync(Guid set, IProgress<double>? progress, CancellationToken ct)
    {
        var id = new RiskSampleSetId(set);
        if (await db.RiskSampleSets.AsNoTracking().Where(x => x.Id == id).Select(x => x.Content).SingleOrDefaultAsync(ct) is not { } content) return null;
        return (await ReplayAsync(ct)).Of(SampleContent.Read(content), progress, ct);
    }

    /// <summary>The labelled orders to learn from: a version of a sample set, or the company's own of the last 400 days; null: there is no such set.</summary>
    public async Task<List<JudgedOrder>?> LearningAsync(Guid? set, DateTimeOffset now, IProgress<double>? progress, CancellationToken ct)
    {
        if (set is { } id) return await SamplesAsync(id, progress, ct);
        var orders = new List<JudgedOrder>();
        await foreach (var order in OrdersAsync(now - BacktestRiskRule.Longest, now, progress, ct, learning: true))
            if (order.Fraud is not null && orders.Count < MostOrders) orders.Add(order);
        return orders;
    }

    /// <summary>The orders that a flag says were misjudged, stopped though honest or let go though dishonest, with the tags of the assessment that was wrong, in order of time; none whose outcome a list or a rule had forced.</summary>
    public async Task<List<JudgedOrder>> CorrectionsAsync(DateTimeOffset from, CancellationToken ct)
    {
        var tags = (await ReplayAsync(ct)).Tags;
        var flagged = await (from label in db.RiskLabels.AsNoTracking().Where(x => x.RevokedAt == null && !x.Forced && x.Source == LabelSource.Flag && x.PlacedAt >= @from).OrderByDescending(x => x.At).Take(MostCorrections)
                             join assessment in db.RiskAssessments.AsNoTracking() on label.AssessmentId equals assessment.Id
                             join order in db.Orders.AsNoTracking() on label.OrderId equals order.Id
                             where label.Fraud != (assessment.Tier == RiskTier.High)
                             select new { order.Id, order.OrderNo, order.PlacedAt, order.Facts, label.Fraud, assessment.Tags }).ToListAsync(ct);
        return [.. flagged.OrderBy(x => x.PlacedAt).ThenBy(x => x.OrderNo, StringComparer.Ordinal)
            .Select(x => new JudgedOrder(new RiskSubject(x.Id, x.OrderNo, x.PlacedAt, x.Facts, TagValues.Of(tags, x.Tags)), x.Fraud))];
    }

    private async Task<TagReplay> ReplayAsync(CancellationToken ct)
    {
        var tenant = caller.RequiredTenant;
        var own = (await configurations.GetAsync(db, tenant, ct)).Document.Risk.OwnTags;
        return new TagReplay(await FulfilmentBackgrounds.ZoneAsync(db, tenant, ct), (kind, value) => hasher.Hash(tenant, kind, value), own);
    }

    /// <summary>What is known of the company's orders, by number: people's word, else the newest version of each sample set.</summary>
    private async Task<Dictionary<string, bool>> LabelsAsync(bool learning, CancellationToken ct)
    {
        var labels = new Dictionary<string, bool>(StringComparer.Ordinal);
        var newest = await db.RiskSampleSets.AsNoTracking().GroupBy(x => x.Name).Select(x => new { Name = x.Key, Version = x.Max(s => s.Version) }).ToListAsync(ct);
        foreach (var set in newest)
        {
            var content = await db.RiskSampleSets.AsNoTracking().Where(x => x.Name == set.Name && x.Version == set.Version).Select(x => x.Content).SingleAsync(ct);
            foreach (var sample in SampleContent.Read(content)) labels[sample.OrderNo] = sample.Fraud;
        }
        var now = clock.GetUtcNow();
        var words = await db.RiskLabels.AsNoTracking().Where(x => x.RevokedAt == null && (!learning || !x.Forced && x.MaturesAt <= now)).OrderBy(x => x.At).Select(x => new { x.OrderNo, x.Fraud }).ToListAsync(ct);
        foreach (var word in words) labels[word.OrderNo] = word.Fraud;
        return labels;
    }
}
