using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Domain.StatusSync;

/// <summary>The alerts that mismatches raise.</summary>
public static class MismatchAlerts
{
    public static readonly LocalizedText Agreed = new("The sides agree again.", "两边状态已一致。");

    public static string Key(OrderId order, string source) => $"mismatch:{order.Value:N}:{source}";

    public static AlertCause CauseOf(Order order, Mismatch mismatch, TenantConfiguration configuration) =>
        new(AlertKind.Mismatch, mismatch.Cause is MismatchCause.Late ? AlertSeverity.Info : AlertSeverity.Warning, Key(order.Id, mismatch.Source), Title(mismatch, configuration), mismatch.Since, null, configuration.Version)
        {
            OrderId = order.Id, OrderNo = order.OrderNo, Category = order.Category, Rule = mismatch.Source,
        };

    public static LocalizedText Because(MismatchCause cause) => cause switch
    {
        MismatchCause.Late => new("late", "迟报"),
        MismatchCause.LostEvent => new("lost event", "事件丢失"),
        MismatchCause.UnmappedWord => new("word without a mapping", "状态词未映射"),
        MismatchCause.IllegalMove => new("illegal move", "非法流转"),
        MismatchCause.Clock => new("clock", "时钟问题"),
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, null),
    };

    private static LocalizedText Title(Mismatch mismatch, TenantConfiguration configuration)
    {
        var source = configuration.Source(mismatch.Source)?.Label ?? new LocalizedText(mismatch.Source, mismatch.Source);
        var why = Because(mismatch.Cause);
        return new(
            $"{source.En} says {Say(mismatch.SourceStatus, mismatch.SourceWord, configuration, "en")}, the order is {Say(mismatch.OrderStatus, null, configuration, "en")} ({why.En})",
            $"{source.Zh}称“{Say(mismatch.SourceStatus, mismatch.SourceWord, configuration, "zh-CN")}”，订单为“{Say(mismatch.OrderStatus, null, configuration, "zh-CN")}”（{why.Zh}）");
    }

    private static string Say(int? status, string? word, TenantConfiguration configuration, string culture) =>
        status is { } code ? $"{ConfigurationRules.Text(code)} {configuration.LabelOf(code, culture)}" : word ?? "—";
}
