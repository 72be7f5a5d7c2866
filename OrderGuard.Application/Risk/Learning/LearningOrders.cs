using OrderGuard.Application.Risk.Rules;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Samples;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>An order whose tags later ones are compared with.</summary>
internal sealed record PastOrder(DateTimeOffset PlacedAt, TagValues Tags);

/// <summary>What a training learns from, and how all orders of the time looked, labelled or not.</summary>
/// <param name="All">Every so manieth of all orders, in order of time.</param>
/// <param name="Corrections">The company's orders that a person flagged as misjudged; they are not among the labelled.</param>
internal sealed record LearningSet(List<JudgedOrder> Labelled, IReadOnlyList<PastOrder> All, IReadOnlyList<JudgedOrder> Corrections);

/// <summary>Finds the labelled orders of a sample set, or of the company itself, with the tags that they had in their moment.</summary>
internal sealed class LearningOrders(RuleHistory history)
{
    /// <summary>Null: there is no such sample set.</summary>
    public async Task<LearningSet?> FindAsync(Guid? set, DateTimeOffset now, IProgress<double> progress, CancellationToken ct)
    {
        var all = new EvenShare();
        var corrections = await history.CorrectionsAsync(now - BacktestRiskRule.Longest, ct);
        var corrected = corrections.Select(x => x.Subject.OrderNo).ToHashSet(StringComparer.Ordinal);
        if (set is { } id)
        {
            if (await history.SamplesAsync(id, progress, ct) is not { } samples) return null;
            foreach (var sample in samples) all.Offer(sample);
            // What a person has corrected since goes beside the samples, and before them where both speak of one order.
            return new LearningSet([.. samples.Where(x => !corrected.Contains(x.Subject.OrderNo))], all.Kept, corrections);
        }
        var labelled = new List<JudgedOrder>();
        await foreach (var order in history.OrdersAsync(now - BacktestRiskRule.Longest, now, progress, ct, learning: true))
        {
            all.Offer(order);
            if (order.Fraud is not null && labelled.Count < RuleHistory.MostOrders && !corrected.Contains(order.Subject.OrderNo)) labelled.Add(order);
        }
        return new LearningSet(labelled, all.Kept, corrections);
    }

    /// <summary>Keeps every order, and when they become too many every second, every fourth …</summary>
    private sealed class EvenShare
    {
        private const int Most = 20_000;
        private readonly List<PastOrder> _kept = [];
        private int _step = 1, _seen;

        public IReadOnlyList<PastOrder> Kept => _kept;

        public void Offer(JudgedOrder order)
        {
            if (_seen++ % _step != 0) return;
            _kept.Add(new PastOrder(order.Subject.PlacedAt, order.Subject.Tags));
            if (_kept.Count <= Most) return;
            for (var i = 0; i * 2 < _kept.Count; i++) _kept[i] = _kept[i * 2];
            _kept.RemoveRange((_kept.Count + 1) / 2, _kept.Count / 2);
            _step *= 2;
        }
    }
}
