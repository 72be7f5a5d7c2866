using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Domain.Timeouts;

/// <summary>Which breaches a maintenance window covers, and the one alert that tells them.</summary>
public static class MaintenanceAlerts
{
    /// <summary>The first window that is on and covers the order's breach of the rule.</summary>
    public static MaintenanceWindow? Covering(Order order, string rule, TenantConfiguration configuration, DateTimeOffset now) =>
        configuration.Document.Maintenance.FirstOrDefault(x => x.IsOn(now)
            && (x.Categories.Count == 0 || order.Category is { } category && x.Categories.Contains(category))
            && (x.Rules.Count == 0 || x.Rules.Contains(rule))
            && (x.Sources.Count == 0 || x.Sources.Any(source => Concerns(source, order, configuration.Rule(rule), configuration))));

    public static string KeyOf(string window) => $"maintenance:{window}";

    public static LocalizedText Title(MaintenanceWindow window, int count)
    {
        var label = window.Label ?? new LocalizedText(window.Code, window.Code);
        return new LocalizedText(count == 1 ? $"{label.En}: 1 order late so far" : $"{label.En}: {count} orders late so far", $"{label.Zh}：已有 {count} 个订单超时");
    }

    public static AlertCause CauseOf(MaintenanceWindow window, int count, TenantConfiguration configuration) =>
        new(AlertKind.Maintenance, AlertSeverity.Warning, KeyOf(window.Code), Title(window, count), window.From, window.Until, configuration.Version);

    public static LocalizedText Ended(int count, int standing) => new(
        $"The window has ended: of {count} late orders, {standing} still wait and have alerts of their own.", $"维护窗口已结束：{count} 个超时订单中，仍有 {standing} 个未流转，已分别预警。");

    /// <summary>Whether the order waits for the source: it reports the order, or it is the one that could bring it to where it should be.</summary>
    private static bool Concerns(string source, Order order, TimeoutRule? rule, TenantConfiguration configuration) =>
        order.Source == source || rule is not null && configuration.Source(source) is { Role: SourceRole.Contributor } contributor && contributor.MayEnter.Any(x => x >= rule.Until);
}
