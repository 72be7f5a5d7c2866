using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Features;
using OrderGuard.Domain.Risk.Learning;

namespace OrderGuard.Application.Risk.Learning;

/// <summary>One alert at the most: the orders of the last week are unlike those that the deciding version was learnt from.</summary>
internal static class DriftAlerts
{
    public const string Cause = "risk-drift";
    private const int Named = 3;
    private static readonly LocalizedText Over = new("Orders are again like those that the model was learnt from.", "订单分布已恢复，与模型训练时相近。");

    /// <summary>The score, and the tags that the version's decisions rest on, whose index is above what is bearable, greatest first. A tag that it makes nothing of may drift.</summary>
    public static IReadOnlyList<(string Code, double Psi)> Beyond(IReadOnlyDictionary<string, double> figures, double? score, IReadOnlyDictionary<string, double> tags) =>
    [
        .. tags.Where(x => figures.ContainsKey($"importance.{x.Key}")).Select(x => (Code: x.Key, Psi: x.Value)).Append((Code: PopulationDrift.Score, Psi: score ?? 0))
            .Where(x => x.Psi > PopulationDrift.Much).OrderByDescending(x => x.Psi),
    ];

    public static async Task UpdateAsync(IOrderGuardDb db, RiskModel model, ModelDrift drift, int configurationVersion, DateTimeOffset now, CancellationToken ct)
    {
        if (drift.Score is null) return; // Too few orders: what stands, stands.
        var beyond = Beyond(model.Figures, drift.Score, drift.Tags);
        var standing = await db.Alerts.SingleOrDefaultAsync(x => x.OpenCause == Cause, ct);
        if (beyond.Count == 0) standing?.Resolve(Over, now);
        else if (standing is null) db.Alerts.Add(Alert.Raise(drift.TenantId, new AlertCause(AlertKind.Risk, AlertSeverity.Warning, Cause, Title(model.Version, beyond), now, null, configurationVersion), now));
        else standing.Retell(Title(model.Version, beyond), AlertSeverity.Warning);
    }

    private static LocalizedText Title(int version, IReadOnlyList<(string Code, double Psi)> beyond)
    {
        var most = beyond.Take(Named).Select(x => (Name: NameOf(x.Code), Psi: x.Psi.ToString("0.00", CultureInfo.InvariantCulture))).ToList();
        var (en, zh) = (string.Join(", ", most.Select(x => $"{x.Name.En} {x.Psi}")), string.Join("、", most.Select(x => $"{x.Name.Zh} {x.Psi}")));
        return new LocalizedText(
            $"Orders have drifted from those that classifier version {version} was learnt from (PSI above 0.25): {en}".Cut(Alert.TextMaxLength),
            $"订单分布已偏离分类模型第 {version} 版的训练数据（PSI 超过 0.25）：{zh}".Cut(Alert.TextMaxLength));
    }

    private static LocalizedText NameOf(string code) =>
        code == PopulationDrift.Score ? new("score", "评分") : TagCatalogue.All.FirstOrDefault(x => x.Code == code)?.Name ?? new LocalizedText(code, code);
}
