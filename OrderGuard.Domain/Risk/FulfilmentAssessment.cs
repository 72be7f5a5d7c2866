using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Risk;

/// <summary>The risk that an order is fulfilled late, as it was judged when the order was placed: once for each order.</summary>
public sealed class FulfilmentAssessment : ITenantOwned
{
    private FulfilmentAssessment() { } // EF Core

    public OrderId OrderId { get; private set; }
    public TenantId TenantId { get; private set; }
    public DateTimeOffset PlacedAt { get; private set; }
    public DateTimeOffset AssessedAt { get; private set; }

    /// <summary>From 0 to 1: the share of such orders that come late.</summary>
    public double Score { get; private set; }

    /// <summary>The fitted model's version; 0: the expert's preset.</summary>
    public int ModelVersion { get; private set; }
    public int ConfigurationVersion { get; private set; }
    public IReadOnlyList<FulfilmentFact> Facts { get; private set; } = [];

    public static FulfilmentAssessment Of(
        TenantId tenant, FulfilmentRecord order, FulfilmentWeights weights, IReadOnlyList<FulfilmentSignal> signals, int modelVersion, int configurationVersion, DateTimeOffset now)
    {
        var (score, facts) = weights.Score(signals);
        return new()
        {
            OrderId = order.Order, TenantId = tenant, PlacedAt = order.PlacedAt, AssessedAt = now, Score = score, Facts = facts,
            ModelVersion = modelVersion, ConfigurationVersion = configurationVersion,
        };
    }
}

/// <summary>Weights that were fitted to the company's history, kept for ever with what they were worth; one of them at most decides.</summary>
public sealed class FulfilmentRiskModel : ITenantOwned
{
    private FulfilmentRiskModel() { } // EF Core

    public Guid Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public int Version { get; private set; }
    public DateTimeOffset FittedAt { get; private set; }
    public string FittedBy { get; private set; } = "";

    /// <summary>The orders that it was fitted to and judged by were placed between these.</summary>
    public DateTimeOffset WindowFrom { get; private set; }
    public DateTimeOffset WindowTo { get; private set; }
    public FulfilmentFitFigures Figures { get; private set; } = default!;
    public FulfilmentWeights Weights { get; private set; } = default!;

    /// <summary>Whether it is the one that decides, where the company uses fitted weights.</summary>
    public bool IsChampion { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static FulfilmentRiskModel Of(TenantId tenant, int version, FulfilmentFit fit, string by, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(), TenantId = tenant, Version = version, FittedAt = now, FittedBy = by, WindowFrom = fit.Figures.From, WindowTo = fit.Figures.To,
        Figures = fit.Figures, Weights = fit.Weights,
    };

    /// <summary>Decides from now on.</summary>
    public void Promote() => IsChampion = true;

    /// <summary>Another one decides from now on.</summary>
    public void StepDown() => IsChampion = false;
}

public static class FulfilmentRiskRefusals
{
    public static readonly Refusal TooLittle = new(RefusalKind.Conflict, "history-too-short",
        "There are not yet enough orders whose outcome is known: 200 are needed, and late and punctual ones in both the earlier and the later part.");
}
