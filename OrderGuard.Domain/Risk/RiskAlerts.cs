using System.Globalization;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;

namespace OrderGuard.Domain.Risk;

/// <summary>The alert that an order held for its risk raises, and how a verdict ends it.</summary>
public static class RiskAlerts
{
    public static readonly LocalizedText
        Honest = new("A reviewer found the order honest.", "复核认定为正常订单。"),
        Dishonest = new("A reviewer found the order dishonest.", "复核认定为欺诈订单。");

    public static string Key(ReviewCaseId review) => $"risk:{review.Value:N}";

    public static AlertCause CauseOf(Order order, RiskAssessment assessment, ReviewCase review, int version, DateTimeOffset now) =>
        new(AlertKind.Risk, AlertSeverity.Critical, Key(review.Id), Title(order, assessment), now, review.DueAt, version)
        {
            OrderId = order.Id, OrderNo = order.OrderNo, Category = order.Category,
        };

    /// <summary>Why the order is held, in English: what the hold itself keeps.</summary>
    public static string Reason(RiskAssessment assessment) => $"Risk {Score(assessment)}. {Strongest(assessment).En}".Cut(Order.ReasonMaxLength);

    private static LocalizedText Title(Order order, RiskAssessment assessment)
    {
        var (score, why) = (Score(assessment), Strongest(assessment));
        return new(
            $"Order {order.OrderNo} is held: risk {score}. {why.En}".Cut(Alert.TextMaxLength),
            $"订单 {order.OrderNo} 已冻结：风险 {score}。{why.Zh}".Cut(Alert.TextMaxLength));
    }

    private static LocalizedText Strongest(RiskAssessment assessment) => assessment.Reasons is [var strongest, ..] ? strongest.Sentence() : new("", "");

    private static string Score(RiskAssessment assessment) => assessment.Score.ToString("0.00", CultureInfo.InvariantCulture);
}
