using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Risk.Analytics;

/// <summary>How well dishonest orders were told from honest ones in a period of whole days, what that cost people, and what it kept from being lost; beside the period of the same length before.</summary>
public sealed record RiskAnalytics
{
    /// <summary>The share of dishonest orders recognised that the product's mission starts from, and the one that it aims at.</summary>
    public const double StartingRecognition = 0.41, TargetRecognition = 0.89;

    /// <summary>How much less is to be looked at by people.</summary>
    public const double TargetWorkSaved = 0.67;

    public required DateOnly From { get; init; }

    /// <summary>The last day, included.</summary>
    public required DateOnly To { get; init; }
    public required string TimeZone { get; init; }

    /// <summary>The last day whose dishonest orders should all be known by now; of later ones some will only come out as chargebacks.</summary>
    public required DateOnly CompleteUntil { get; init; }
    public required RiskFigures Now { get; init; }
    public required RiskFigures Before { get; init; }

    /// <summary>Of the complete days of the period alone; null: there is none yet.</summary>
    public RiskFigures? Complete { get; init; }
    public required ReviewWork Work { get; init; }

    /// <summary>By day, or by week in longer periods; the last step ends with the period.</summary>
    public IReadOnlyList<RiskStep> Steps { get; init; } = [];
    public IReadOnlyList<RiskLoss> Losses { get; init; } = [];
    public IReadOnlyList<RiskCategoryShare> ByCategory { get; init; } = [];
    public IReadOnlyList<RiskModelShare> ByModel { get; init; } = [];
    public IReadOnlyList<RiskRuleShare> ByRule { get; init; } = [];

    public int Days => To.DayNumber - From.DayNumber + 1;
}

/// <summary>What became of the orders assessed in a time, by what is known of them now.</summary>
public sealed record RiskFigures
{
    public static readonly RiskFigures None = new();

    /// <summary>Orders assessed, and those of them that stood out (medium or high).</summary>
    public int Orders { get; init; }
    public int StoodOut { get; init; }

    /// <summary>Orders stopped for a person to look at, and those of them that still wait.</summary>
    public int Cases { get; init; }
    public int Open { get; init; }

    /// <summary>Dishonest orders that were stopped.</summary>
    public int Caught { get; init; }

    /// <summary>Dishonest orders that were not.</summary>
    public int Missed { get; init; }

    /// <summary>Honest orders that were stopped.</summary>
    public int FalseAlarms { get; init; }

    public int Frauds => Caught + Missed;
    public double? Recognition => RiskShares.Of(Caught, Frauds);
    public double? Precision => RiskShares.Of(Caught, Caught + FalseAlarms);
    public double? ReviewShare => RiskShares.Of(Cases, Orders);
    public double? FalseAlarmShare => RiskShares.Of(FalseAlarms, Orders);

    /// <summary>The share of what stood out that no person had to look at.</summary>
    public double? WorkSaved => StoodOut == 0 ? null : Math.Max(0, 1 - (double)Cases / StoodOut);

    public static RiskFigures operator +(RiskFigures a, RiskFigures b) => Add(a, b);

    public static RiskFigures Add(RiskFigures a, RiskFigures b) => new()
    {
        Orders = a.Orders + b.Orders, StoodOut = a.StoodOut + b.StoodOut, Cases = a.Cases + b.Cases, Open = a.Open + b.Open,
        Caught = a.Caught + b.Caught, Missed = a.Missed + b.Missed, FalseAlarms = a.FalseAlarms + b.FalseAlarms,
    };
}

/// <summary>What reviewing took in the period, by the cases that were decided in it.</summary>
/// <param name="Wait">The median from stopping an order to the verdict.</param>
/// <param name="AtWork">The median from claiming a case to the verdict; null: none was claimed.</param>
/// <param name="Overturned">Verdicts of these that were found to be wrong since.</param>
public sealed record ReviewWork(int Decided, int Overturned, TimeSpan? Wait, TimeSpan? AtWork);

/// <summary>A day or a week of the period.</summary>
/// <param name="Complete">Whether all of its dishonest orders should be known.</param>
public sealed record RiskStep(DateOnly From, DateOnly To, RiskFigures Figures, bool Complete)
{
    public double CasesADay => (double)Figures.Cases / (To.DayNumber - From.DayNumber + 1);
}

/// <summary>Amounts of one currency: dishonest orders stopped and confirmed, dishonest orders that went through, honest orders held up. An order without an amount counts as nothing.</summary>
public sealed record RiskLoss(string Currency, decimal Prevented, decimal Lost, decimal HonestHeld);

/// <summary>The part of one category; without a key, of the orders that name none.</summary>
public sealed record RiskCategoryShare(string? Key, LocalizedText? Label, RiskFigures Figures, IReadOnlyList<RiskLoss> Losses);

/// <summary>What was decided under one version of the classifier, forced outcomes left out; 0: by the preset alone.</summary>
public sealed record RiskModelShare(int Version, RiskFigures Figures);

/// <summary>The judged orders that one rule fitted.</summary>
/// <param name="Noted">Those of them that it only noted, in the shadow or outside its percentage.</param>
/// <param name="OfFrauds">The share of all dishonest orders of the period that it fitted.</param>
public sealed record RiskRuleShare(string Code, LocalizedText? Label, int Frauds, int Honest, int Noted, double? OfFrauds)
{
    public double? Precision => RiskShares.Of(Frauds, Frauds + Honest);
}

internal static class RiskShares
{
    public static double? Of(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
