using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Domain.Timeouts;

/// <summary>The alert that a breached deadline raises.</summary>
public static class TimeoutAlerts
{
    public static AlertCause CauseOf(Order order, Deadline deadline, TenantConfiguration configuration)
    {
        var rule = configuration.Rule(deadline.Rule);
        var within = deadline.Within ?? deadline.DueAt - deadline.ArmedAt;
        var severity = rule?.Severity
            ?? (deadline.Matched is not null || order.Category is { } category && rule?.ByCategory.ContainsKey(category) == true ? AlertSeverity.Critical : AlertSeverity.Warning);
        var title = new LocalizedText(
            $"{configuration.LabelOf(deadline.From, "en")} for more than {Words(within, "d", "h", "min", "s", " ")}{(deadline.Calendar is null ? "" : " of working time")}, not yet {configuration.LabelOf(deadline.Until, "en")}",
            $"“{configuration.LabelOf(deadline.From, "zh-CN")}”已超过 {(deadline.Calendar is null ? "" : "工作时间 ")}{Words(within, "天", "小时", "分钟", "秒", " ")}，仍未到“{configuration.LabelOf(deadline.Until, "zh-CN")}”");
        return new AlertCause(AlertKind.Timeout, severity, Alert.TimeoutCause(order.Id, deadline.Rule), title, deadline.ArmedAt, deadline.DueAt, configuration.Version)
        {
            OrderId = order.Id, OrderNo = order.OrderNo, Category = order.Category, Rule = deadline.Rule,
        };
    }

    private static string Words(TimeSpan span, string day, string hour, string minute, string second, string space)
    {
        (long Count, string Unit)[] parts = [((long)span.TotalDays, day), (span.Hours, hour), (span.Minutes, minute), (span.Seconds, second)];
        var shown = parts.Where(x => x.Count > 0).Take(2).Select(x => $"{x.Count} {x.Unit}").ToList();
        return shown.Count == 0 ? $"0 {second}" : string.Join(space, shown);
    }
}
