using OrderGuard.Domain.Risk.Rules;
using OrderGuard.Domain.Risk.Samples;

namespace OrderGuard.Application.Risk.Rules;

/// <summary>Counts what a rule does to orders of the past, and keeps the latest ones as examples.</summary>
internal sealed class RuleTally(CompiledRule rule, string? asked)
{
    private const int Shown = 10;
    private readonly Queue<RuleExample> _found = new(), _missed = new();
    private RuleExample? _asked;
    private int _orders, _frauds, _labelled, _hits, _fraudHits, _honestHits;
    private decimal _amount;

    /// <summary>Takes an order in; false: no more are taken.</summary>
    public bool Add(JudgedOrder order)
    {
        if (_orders == RuleHistory.MostOrders) return false;
        _orders++;
        if (order.Fraud is not null) _labelled++;
        if (order.Fraud is true) _frauds++;
        var fits = rule.Fits(order.Subject);
        if (fits)
        {
            _hits++;
            _amount += order.Subject.Facts.Amount ?? 0;
            if (order.Fraud is true) _fraudHits++;
            if (order.Fraud is false) _honestHits++;
            Keep(_found, order, fits);
        }
        else if (order.Fraud is true)
        {
            Keep(_missed, order, fits);
        }
        if (asked is not null && string.Equals(order.Subject.OrderNo, asked, StringComparison.OrdinalIgnoreCase)) _asked = Example(order, fits);
        return true;
    }

    public RuleBacktest Sum(DateTimeOffset? from, DateTimeOffset? to) => new(from, to, _labelled, new RuleFigures(_orders, _frauds, _hits, _fraudHits, _honestHits, _amount),
        [.. _found.Reverse()], [.. _missed.Reverse()], _asked, _orders == RuleHistory.MostOrders);

    private void Keep(Queue<RuleExample> examples, JudgedOrder order, bool fits)
    {
        examples.Enqueue(Example(order, fits));
        if (examples.Count > Shown) examples.Dequeue();
    }

    private RuleExample Example(JudgedOrder order, bool fits) =>
        new(order.Subject.OrderNo, order.Subject.PlacedAt, order.Subject.Facts.Amount, order.Subject.Facts.Currency, order.Fraud, fits, rule.Explain(order.Subject));
}
