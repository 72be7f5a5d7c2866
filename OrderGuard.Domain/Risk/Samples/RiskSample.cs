using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk.Features;

namespace OrderGuard.Domain.Risk.Samples;

/// <summary>An order of the past of which it is known whether it was honest.</summary>
/// <remarks>Identity numbers and payment fingerprints stand here as keyed hashes.</remarks>
/// <param name="Fraud">Whether it was dishonest.</param>
public sealed record RiskSample(string OrderNo, DateTimeOffset PlacedAt, bool Fraud, OrderFacts Facts);

/// <summary>An order of history as rules would have seen it then, with what is known of it now.</summary>
/// <param name="Fraud">null: nobody has said.</param>
public sealed record JudgedOrder(RiskSubject Subject, bool? Fraud);

/// <summary>Gives orders of the past their tags as of their moments: each sees those before it and nothing of what came later.</summary>
public sealed class TagReplay(TimeZoneInfo zone, Func<string, string, string> hash, IReadOnlyList<OwnTag>? own = null)
{
    private readonly FeatureEngine _engine = new(own);

    public IReadOnlyList<TagDefinition> Tags => _engine.Tags;

    /// <summary>The next order in order of time.</summary>
    public RiskSubject Next(OrderId id, string orderNo, DateTimeOffset placedAt, OrderFacts facts)
    {
        var signals = OrderSignals.Of(id, placedAt, facts, zone, hash, own: own);
        var values = new float[_engine.Tags.Count];
        _engine.Compute(signals, values);
        _engine.Add(signals);
        return new RiskSubject(id, orderNo, placedAt, facts, new TagValues(_engine.Tags, values));
    }

    /// <summary>What became of an earlier order, and since when that was known.</summary>
    public void Learn(OrderId id, OrderOutcome outcome, DateTimeOffset at) => _engine.Learn(id, outcome, at);

    /// <summary>All of the samples, in order of time.</summary>
    public List<JudgedOrder> Of(IReadOnlyList<RiskSample> samples, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        var judged = new List<JudgedOrder>(samples.Count);
        foreach (var sample in samples.OrderBy(x => x.PlacedAt).ThenBy(x => x.OrderNo, StringComparer.Ordinal))
        {
            judged.Add(new JudgedOrder(Next(OrderId.New(), sample.OrderNo, sample.PlacedAt, sample.Facts), sample.Fraud));
            if (judged.Count % 500 != 0) continue;
            ct.ThrowIfCancellationRequested();
            progress?.Report((double)judged.Count / samples.Count);
        }
        return judged;
    }
}
