namespace OrderGuard.Domain.Risk;

/// <summary>How one indicator counts: its distance from the mean, in deviations, times the weight.</summary>
public sealed record FulfilmentWeight(FulfilmentIndicator Indicator, double Mean, double Deviation, double Weight);

/// <summary>What turns twelve indicators into a score between 0 and 1: the expert's preset, or what was fitted to a company's own history.</summary>
public sealed record FulfilmentWeights
{
    /// <summary>An indicator counts no further than so many deviations from its mean.</summary>
    public const double Furthest = 3;

    public required double Intercept { get; init; }
    public required IReadOnlyList<FulfilmentWeight> Weights { get; init; }

    /// <summary>The calibration on log-odds; 1 and 0 change nothing.</summary>
    public double Slope { get; init; } = 1;
    public double Offset { get; init; }

    /// <summary>Begins from 6 late orders in a hundred; a promise that is tight for such orders weighs most, then what moves goods: warehouse, carrier, route, peaks.</summary>
    public static FulfilmentWeights Preset { get; } = new()
    {
        Intercept = Math.Log(0.06 / 0.94),
        Weights =
        [
            new(FulfilmentIndicator.CustomerHistory, 0.08, 0.15, 0.25),
            new(FulfilmentIndicator.WarehouseBacklog, 0, 1, 0.45),
            new(FulfilmentIndicator.StockVolatility, 0.6, 0.4, 0.20),
            new(FulfilmentIndicator.CarrierPunctuality, 0.06, 0.08, 0.45),
            new(FulfilmentIndicator.Route, 0.06, 0.06, 0.40),
            new(FulfilmentIndicator.PromisedWindow, -0.5, 0.5, 0.70),
            new(FulfilmentIndicator.CategoryTolerance, 0.06, 0.06, 0.30),
            new(FulfilmentIndicator.HourAndWeekday, 0.06, 0.04, 0.15),
            new(FulfilmentIndicator.PromotionPeak, 0, 0.5, 0.35),
            new(FulfilmentIndicator.OrderSize, 0, 0.8, 0.15),
            new(FulfilmentIndicator.PaymentMethod, 0.06, 0.06, 0.20),
            new(FulfilmentIndicator.SourceDelay, 0, 0.5, 0.25),
        ],
    };

    /// <summary>The value as it is weighed: ratios by their logarithm, so that twice and half are equally far from usual.</summary>
    public static double Scaled(FulfilmentIndicator indicator, double value) => indicator switch
    {
        FulfilmentIndicator.PromisedWindow or FulfilmentIndicator.PromotionPeak or FulfilmentIndicator.OrderSize or FulfilmentIndicator.SourceDelay => Math.Log(Math.Clamp(value, 0.001, 1000)),
        _ => value,
    };

    /// <summary>The score with what each indicator did to it; one that is not known does nothing.</summary>
    public (double Score, IReadOnlyList<FulfilmentFact> Facts) Score(IReadOnlyList<FulfilmentSignal> signals)
    {
        var odds = Intercept * Slope + Offset;
        var facts = new List<FulfilmentFact>(signals.Count);
        foreach (var signal in signals)
        {
            var weight = Weights.FirstOrDefault(x => x.Indicator == signal.Indicator);
            var contribution = weight is null || signal.Value is not { } value ? 0 : Slope * weight.Weight * Standardised(weight, value);
            odds += contribution;
            facts.Add(new FulfilmentFact(signal.Indicator, signal.Value, weight?.Weight ?? 0, contribution, signal.Sentence));
        }
        return (Logistic.Probability(odds), facts);
    }

    public static double Standardised(FulfilmentWeight weight, double value) =>
        weight.Deviation <= 0 ? 0 : Math.Clamp((Scaled(weight.Indicator, value) - weight.Mean) / weight.Deviation, -Furthest, Furthest);
}
