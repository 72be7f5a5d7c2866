using System.Globalization;
using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Risk;

/// <summary>Says an indicator in words, in both languages.</summary>
internal static class FulfilmentSentences
{
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] DaysZh = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

    public static LocalizedText Customer(int bad, int count) => Of(
        $"{bad} of the customer's {count} earlier orders were confirmed late or cancelled.", $"该客户此前 {count} 笔订单中有 {bad} 笔确认延迟或取消。");

    public static LocalizedText Backlog(string warehouse, int taken, int sent, double days) => Of(
        $"In three days warehouse {warehouse} took in {taken} orders and sent out {sent}: its backlog {(days >= 0 ? "grew" : "shrank")} by {Math.Abs(days):0.0} days of its usual work.",
        $"近三天仓库 {warehouse} 新增 {taken} 单、出库 {sent} 单，积压{(days >= 0 ? "增加" : "减少")}约 {Math.Abs(days):0.0} 天的平日工作量。");

    public static LocalizedText Volatility(double share) => Of(
        $"The daily demand for these goods varied by {share * 100:0} % of its mean in two weeks.", $"近两周这些商品的日需求波动为均值的 {share * 100:0}%。");

    public static LocalizedText Carrier(string carrier, int late, int count, double load) => Of(
        $"Carrier {carrier} was late with {late} of {count} orders in four weeks and carries {load:0.0} times its usual load.",
        $"承运商 {carrier} 近四周 {count} 单中有 {late} 单延误，目前运量为平日的 {load:0.0} 倍。");

    public static LocalizedText Route(string route, int late, int count) => Of(
        $"On the route {route}, {late} of {count} orders were late in four weeks.", $"线路 {route} 近四周 {count} 单中有 {late} 单延误。");

    public static LocalizedText Promise(double window, double typical) => Of(
        $"{HoursEn(window)} were promised; such orders typically take {HoursEn(typical)}.", $"承诺 {HoursZh(window)}内送达，同类订单通常需要 {HoursZh(typical)}。");

    public static LocalizedText Category(int late, int count, double tolerance) => Of(
        $"{late} of {count} orders of the category were late in four weeks; its deadlines are {tolerance:0.##} times the general ones.",
        $"该品类近四周 {count} 单中有 {late} 单延误，其时限为一般时限的 {tolerance:0.##} 倍。");

    public static LocalizedText Slot(string slot, int late, int count)
    {
        var (day, quarter) = (slot[0] - '0', slot[2] - '0');
        return Of(
            $"{late} of {count} orders placed on a {Days[day]} from {quarter * 6}:00 to {quarter * 6 + 6}:00 were late in four weeks.",
            $"近四周{DaysZh[day]} {quarter * 6} 点至 {quarter * 6 + 6} 点下单的 {count} 单中有 {late} 单延误。");
    }

    public static LocalizedText Peak(int count, double ratio) => Of(
        $"{count} orders came in the 24 hours before, {ratio:0.0} times a usual day.", $"此前 24 小时有 {count} 单，为平日的 {ratio:0.0} 倍。");

    public static LocalizedText Size(double ratio) => Of($"The amount is {ratio:0.0#} times the usual one of the category.", $"金额为该品类通常金额的 {ratio:0.0#} 倍。");

    public static LocalizedText Payment(string method, int bad, int count) => Of(
        $"{bad} of {count} orders paid by {method} in four weeks were confirmed late or cancelled.", $"近四周使用 {method} 支付的 {count} 单中有 {bad} 单确认延迟或取消。");

    public static LocalizedText SourceDelay(string source, double recent, double usual) => Of(
        $"Source {source} took {HoursEn(recent)} from placing to confirming in the last three days, usually {HoursEn(usual)}.",
        $"来源系统 {source} 近三天从下单到确认平均需要 {HoursZh(recent)}，平日为 {HoursZh(usual)}。");

    private static string HoursEn(double hours) => hours >= 48 ? Text($"{hours / 24:0.0} days") : hours >= 1 ? Text($"{hours:0.0} hours") : Text($"{hours * 60:0} minutes");

    private static string HoursZh(double hours) => hours >= 48 ? Text($"{hours / 24:0.0} 天") : hours >= 1 ? Text($"{hours:0.0} 小时") : Text($"{hours * 60:0} 分钟");

    private static LocalizedText Of(FormattableString en, FormattableString zh) => new(Text(en), Text(zh));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
