using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Risk;

/// <summary>What the risk that an order is fulfilled late is judged by. The numbers are stored.</summary>
public enum FulfilmentIndicator
{
    /// <summary>The customer's share of earlier orders that were confirmed late or cancelled.</summary>
    CustomerHistory = 1,

    /// <summary>How much the warehouse's backlog has grown in three days, in days of its usual work.</summary>
    WarehouseBacklog = 2,

    /// <summary>How much the demand for the order's goods varies from day to day.</summary>
    StockVolatility = 3,

    /// <summary>The carrier's recent share of late orders, weighed by its load.</summary>
    CarrierPunctuality = 4,

    /// <summary>The share of late orders from the warehouse to the province.</summary>
    Route = 5,

    /// <summary>How long such orders typically take, for each hour that was promised.</summary>
    PromisedWindow = 6,

    /// <summary>The category's share of late orders, weighed by how little waiting its deadlines tolerate.</summary>
    CategoryTolerance = 7,

    /// <summary>The share of late orders among those placed at this time of the week.</summary>
    HourAndWeekday = 8,

    /// <summary>Orders of the last 24 hours against a usual day.</summary>
    PromotionPeak = 9,

    /// <summary>The amount against the usual one of the category.</summary>
    OrderSize = 10,

    /// <summary>The share of orders paid this way that were confirmed late or cancelled.</summary>
    PaymentMethod = 11,

    /// <summary>How long the source takes from placing to confirming, recently against usually.</summary>
    SourceDelay = 12,
}

/// <summary>One indicator of an order as of its moment; <paramref name="Value"/> is null where nothing is known.</summary>
public sealed record FulfilmentSignal(FulfilmentIndicator Indicator, double? Value, LocalizedText Sentence);

/// <summary>One indicator as it went into a score: its contribution is in log-odds, so that all of them and the base add up to the score's.</summary>
public sealed record FulfilmentFact(FulfilmentIndicator Indicator, double? Value, double Weight, double Contribution, LocalizedText Sentence);
