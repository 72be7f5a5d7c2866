using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Review;

/// <summary>Where it is known from whether an order was honest.</summary>
public enum LabelSource
{
    /// <summary>A reviewer's verdict on a held order.</summary>
    Review,

    /// <summary>Somebody flagged the order as misjudged, whatever had become of it.</summary>
    Flag,

    /// <summary>The bank took the money back.</summary>
    Chargeback,
}

/// <summary>What is known of one order's honesty, for learning: since when, from where, and from when on it can be relied upon.</summary>
public sealed class RiskLabel : ITenantOwned
{
    /// <summary>Chargebacks arrive late: an order is counted as honest only after this.</summary>
    public static readonly TimeSpan HonestAfter = TimeSpan.FromDays(45);

    private RiskLabel() { } // EF Core

    public Guid Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public OrderId OrderId { get; private set; }
    public string OrderNo { get; private set; } = "";
    public DateTimeOffset PlacedAt { get; private set; }
    public bool Fraud { get; private set; }
    public LabelSource Source { get; private set; }
    public string By { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    /// <summary>From when on it can be relied upon: dishonesty at once, honesty when no chargeback is to be expected any more.</summary>
    public DateTimeOffset MaturesAt { get; private set; }

    /// <summary>Whether a list or a rule had forced the outcome: then it never trains a model.</summary>
    public bool Forced { get; private set; }

    /// <summary>The assessment that the word was about, whose tags are learnt from.</summary>
    public RiskAssessmentId AssessmentId { get; private set; }
    public double Score { get; private set; }
    public int Percent { get; private set; }

    /// <summary>When it was taken back or replaced by a later word; null: it counts.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    public static RiskLabel Of(RiskAssessment assessment, bool fraud, LabelSource source, string by, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(), TenantId = assessment.TenantId, OrderId = assessment.OrderId, OrderNo = assessment.OrderNo, PlacedAt = assessment.PlacedAt, Fraud = fraud, Source = source,
        By = by, At = now, MaturesAt = fraud || source is LabelSource.Flag ? now : assessment.PlacedAt + HonestAfter > now ? assessment.PlacedAt + HonestAfter : now,
        Forced = assessment.Forced is not ForcedBy.Nothing, AssessmentId = assessment.Id, Score = assessment.Score, Percent = assessment.Percent,
    };

    /// <summary>Does not count any more.</summary>
    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}
