using OrderGuard.Application.Risk;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Features;

namespace OrderGuard.Infrastructure.Common.Demo;

/// <summary>The demo's past as it is lived through again: the score is the product's own, only who was dishonest and what people said of it is made up.</summary>
/// <remarks>People err now and then: some frauds they let go come back from the bank, and some honest orders that they stopped are flagged as misjudged. The same seed gives the same.</remarks>
internal sealed class DemoPast(LiveRisk live, TenantConfiguration configuration, IReadOnlyDictionary<string, bool> suspects, IReadOnlyList<DemoReviewer> reviewers, int seed, DateTimeOffset end)
{
    private const int MostAgain = 200;

    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Action, DateTimeOffset> _coming = new();
    private readonly Dictionary<OrderId, (Order Order, RiskAssessment Now)> _known = [];
    private readonly Dictionary<OrderId, ReviewCase> _cases = [];
    private readonly Dictionary<OrderId, RiskLabel> _words = [];

    public List<RiskAssessment> Assessments { get; } = [];
    public IEnumerable<ReviewCase> Cases => _cases.Values;
    public List<RiskLabel> Labels { get; } = [];
    public List<Alert> Alerts { get; } = [];

    /// <summary>Takes the next order in; orders come in order of time.</summary>
    public void Assess(Order order)
    {
        while (_coming.TryPeek(out _, out var due) && due <= order.PlacedAt) _coming.Dequeue()();
        var (signals, at) = (live.SignalsOf(order), order.PlacedAt.AddSeconds(2));
        Judge(order, signals, live.Compute(signals), again: false, at);
        live.Add([signals]);
        foreach (var stirred in live.TakeStirred([signals], MostAgain, at))
            if (_known[stirred].Order is var other && live.SignalsOf(other) is var others) Judge(other, others, live.ComputeAgain(others, at), again: true, at);
        if (order.CancelledAt is { } cancelled) Later(cancelled, () => live.Learn(order.Id, OrderOutcome.Cancelled, cancelled));
        if (suspects.GetValueOrDefault(order.OrderNo)) FoundOut(order);
    }

    /// <summary>What was still to come before the end.</summary>
    public void End()
    {
        while (_coming.TryDequeue(out var happens, out _)) happens();
    }

    private void Judge(Order order, OrderSignals signals, TagValues tags, bool again, DateTimeOffset at)
    {
        var score = RiskScoring.Of(tags, null, null, [], null, configuration.Document.Risk.Tiers);
        var assessment = RiskAssessment.Of(order, score, tags, null, null, [], [], configuration.Version, again, at);
        if (again) _known[order.Id].Now.Replace();
        _known[order.Id] = (order, assessment);
        Assessments.Add(assessment);
        if (assessment.Tier is RiskTier.Medium) live.Watch(signals, at + configuration.Document.Risk.WatchFor);
        else live.Unwatch(order.Id);
        if (assessment.Tier is RiskTier.High && !_cases.ContainsKey(order.Id)) Hold(order, assessment, at);
    }

    private void Hold(Order order, RiskAssessment assessment, DateTimeOffset at)
    {
        var review = ReviewCase.Open(order, assessment, configuration.Document.Risk.ReviewWithin, at);
        _cases.Add(order.Id, review);
        var alert = Alert.Raise(order.TenantId, RiskAlerts.CauseOf(order, assessment, review, configuration.Version, at), at);
        Alerts.Add(alert);
        // Most are looked at within the hour, some late at night not before the morning.
        var claimed = at.AddMinutes(_random.Next(12) == 0 ? 130 + _random.Next(240) : 4 + _random.Next(55));
        Later(claimed, () => Decide(order, review, assessment, alert, claimed));
    }

    private void Decide(Order order, ReviewCase review, RiskAssessment assessment, Alert alert, DateTimeOffset claimed)
    {
        var fraud = suspects.GetValueOrDefault(order.OrderNo);
        var errs = _random.NextDouble() < (fraud ? 0.04 : 0.15);
        var (first, second) = _random.NextDouble() < 0.7 ? (reviewers[0], reviewers[^1]) : (reviewers[^1], reviewers[0]);
        var verdict = fraud != errs ? Verdict.Fraud : Verdict.Legitimate;
        var decided = claimed.AddSeconds(40 + _random.Next(320));
        if (configuration.Document.Risk.SecondOpinionAbove is { } limit && review.Amount >= limit)
        {
            var agrees = _random.Next(8) != 0 || errs;
            review.Claim(first.Id, first.Name, claimed);
            review.Decide(agrees ? verdict : verdict is Verdict.Fraud ? Verdict.Legitimate : Verdict.Fraud, null, first.Id.Value.ToString(), first.Name, first.Id, needsSecond: true, decided);
            (first, claimed, decided) = (second, decided.AddMinutes(10), decided.AddMinutes(12 + _random.Next(8)));
        }
        review.Claim(first.Id, first.Name, claimed);
        if (review.Decide(verdict, null, first.Id.Value.ToString(), first.Name, first.Id, needsSecond: false, decided) is { } refusal) throw new InvalidOperationException(refusal.Message);
        alert.Resolve(verdict is Verdict.Fraud ? RiskAlerts.Dishonest : RiskAlerts.Honest, decided);
        Say(assessment, verdict is Verdict.Fraud, LabelSource.Review, first.Name, decided);
        if (!errs) return;
        var found = decided.AddHours(20 + _random.Next(120));
        Later(found, () =>
        {
            review.Overturn(found);
            Say(assessment, fraud, fraud ? LabelSource.Chargeback : LabelSource.Flag, first.Name, found);
        });
    }

    /// <summary>What was dishonest and not held comes out all the same: the shop notices the wave that it was part of, or the bank takes the money back.</summary>
    private void FoundOut(Order order)
    {
        var noticed = order.CancelledAt is not null;
        var at = noticed ? order.PlacedAt.AddHours(5 + _random.Next(20)) : order.PlacedAt.AddDays(2 + _random.Next(9));
        var by = reviewers[_random.Next(reviewers.Count)].Name;
        Later(at, () =>
        {
            if (_cases.ContainsKey(order.Id)) return;
            Say(_known[order.Id].Now, fraud: true, noticed ? LabelSource.Flag : LabelSource.Chargeback, by, at);
            if (!noticed) live.Learn(order.Id, OrderOutcome.ChargedBack, at);
        });
    }

    private void Say(RiskAssessment of, bool fraud, LabelSource source, string by, DateTimeOffset at)
    {
        if (_words.TryGetValue(of.OrderId, out var before)) before.Revoke(at);
        Labels.Add(_words[of.OrderId] = RiskLabel.Of(of, fraud, source, by, at));
    }

    /// <summary>Beyond the end nothing has happened yet.</summary>
    private void Later(DateTimeOffset at, Action happens)
    {
        if (at < end) _coming.Enqueue(happens, at);
    }
}
