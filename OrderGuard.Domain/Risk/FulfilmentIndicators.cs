using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Domain.Risk;

/// <summary>Works out the twelve indicators of an order from what was known before its hour began: the same for a new order and for one long past.</summary>
/// <param name="configuration">Whose deadlines by category tell how much waiting a category tolerates.</param>
public sealed class FulfilmentIndicators(FulfilmentHistory history, TenantConfiguration configuration)
{
    private static readonly TimeSpan Recent = TimeSpan.FromDays(3);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // So many orders of the company's own share stand behind each share, so that one late order of two is not "half".
    private const double Caution = 10;
    private const double UsualShare = 0.05;

    /// <param name="earlier">Other orders of the same customer; those placed later are not looked at.</param>
    public IReadOnlyList<FulfilmentSignal> Of(FulfilmentRecord order, IReadOnlyList<FulfilmentRecord> earlier)
    {
        var at = FulfilmentHistory.HourOf(order.PlacedAt);
        return
        [
            Customer(order, earlier), Backlog(order, at), Volatility(order, at), Carrier(order, at), Route(order, at), Promise(order, at),
            Category(order, at), Slot(order, at), Peak(at), Size(order, at), Payment(order, at), SourceDelay(order, at),
        ];
    }

    private static FulfilmentSignal Customer(FulfilmentRecord order, IReadOnlyList<FulfilmentRecord> earlier)
    {
        if (order.CustomerId is null) return Unknown(FulfilmentIndicator.CustomerHistory, "The order names no customer.", "订单未注明客户。");
        var judged = earlier.Where(x => x.PlacedAt < order.PlacedAt && x.Order != order.Order).Select(x => x.TroubledBy(order.PlacedAt)).OfType<bool>().ToList();
        if (judged.Count == 0) return Unknown(FulfilmentIndicator.CustomerHistory, "The customer has no earlier orders to go by.", "该客户没有可参考的历史订单。");
        var bad = judged.Count(x => x);
        return new(FulfilmentIndicator.CustomerHistory, (bad + 2 * UsualShare) / (judged.Count + 2), FulfilmentSentences.Customer(bad, judged.Count));
    }

    private FulfilmentSignal Backlog(FulfilmentRecord order, DateTimeOffset at)
    {
        if (order.Warehouse is not { } warehouse) return Unknown(FulfilmentIndicator.WarehouseBacklog, "The warehouse is not known yet.", "尚不知由哪个仓库发货。");
        var perDay = history.Before(at, FulfilmentHistory.Window, FulfilmentMeasure.WarehouseOut, warehouse).Count / FulfilmentHistory.Window.TotalDays;
        if (perDay <= 0) return Unknown(FulfilmentIndicator.WarehouseBacklog, $"Warehouse {warehouse} has sent nothing out in four weeks to compare with.", $"仓库 {warehouse} 近四周没有出库记录可供比较。");
        var (taken, sent) = (history.Before(at, Recent, FulfilmentMeasure.WarehouseIn, warehouse).Count, history.Before(at, Recent, FulfilmentMeasure.WarehouseOut, warehouse).Count);
        var days = Math.Clamp((taken - sent) / perDay, -9, 9);
        return new(FulfilmentIndicator.WarehouseBacklog, days, FulfilmentSentences.Backlog(warehouse, taken, sent, days));
    }

    private FulfilmentSignal Volatility(FulfilmentRecord order, DateTimeOffset at)
    {
        var known = order.Lines.Select(x => x.Sku).OfType<string>().Distinct(StringComparer.Ordinal).Select(x => history.Volatility(x, at)).OfType<double>().ToList();
        return known.Count == 0
            ? Unknown(FulfilmentIndicator.StockVolatility, "Nothing is known of the demand for these goods.", "没有这些商品的需求记录。")
            : new(FulfilmentIndicator.StockVolatility, known.Average(), FulfilmentSentences.Volatility(known.Average()));
    }

    private FulfilmentSignal Carrier(FulfilmentRecord order, DateTimeOffset at)
    {
        if (order.Carrier is not { } carrier) return Unknown(FulfilmentIndicator.CarrierPunctuality, "The carrier is not known yet.", "尚不知由哪家承运商配送。");
        if (ShareOf(FulfilmentMeasure.CarrierOutcome, carrier, at) is not { } share)
            return Unknown(FulfilmentIndicator.CarrierPunctuality, $"Carrier {carrier} has no orders of four weeks to go by.", $"承运商 {carrier} 近四周没有可参考的订单。");
        var usual = history.Before(at, FulfilmentHistory.Window, FulfilmentMeasure.Carried, carrier).Count / FulfilmentHistory.Window.TotalDays;
        var load = usual <= 0 ? 1 : Math.Clamp(history.Before(at, Recent, FulfilmentMeasure.Carried, carrier).Count / Recent.TotalDays / usual, 0.5, 2);
        return new(FulfilmentIndicator.CarrierPunctuality, share.Value * load, FulfilmentSentences.Carrier(carrier, share.Late, share.Count, load));
    }

    private FulfilmentSignal Route(FulfilmentRecord order, DateTimeOffset at)
    {
        // The province's share stands behind the route's: few routes have many orders.
        if (order.Province is not { } province || ShareOf(FulfilmentMeasure.ProvinceOutcome, province, at) is not { } behind)
            return Unknown(FulfilmentIndicator.Route, "No order to this province was due in four weeks.", "近四周没有发往该省份的订单可参考。");
        return ShareOf(FulfilmentMeasure.RouteOutcome, order.Route!, at, behind.Value) is { } share
            ? new(FulfilmentIndicator.Route, share.Value, FulfilmentSentences.Route(order.Route!, share.Late, share.Count))
            : new(FulfilmentIndicator.Route, behind.Value, FulfilmentSentences.Route(province, behind.Late, behind.Count));
    }

    private FulfilmentSignal Promise(FulfilmentRecord order, DateTimeOffset at)
    {
        if (order.PromisedAt is not { } promised || promised <= order.PlacedAt) return Unknown(FulfilmentIndicator.PromisedWindow, "No time was promised.", "未承诺送达时间。");
        var all = history.Before(at, FulfilmentHistory.Window, FulfilmentMeasure.Duration);
        if (all.Count == 0) return Unknown(FulfilmentIndicator.PromisedWindow, "Nothing was delivered in four weeks to compare the promise with.", "近四周没有签收记录可与承诺时间比较。");
        var typical = all.Mean * FactorOf(FulfilmentMeasure.CategoryDuration, order.Category, all.Mean, at)
            * FactorOf(FulfilmentMeasure.WarehouseDuration, order.Warehouse, all.Mean, at) * FactorOf(FulfilmentMeasure.ProvinceDuration, order.Province, all.Mean, at);
        var window = (promised - order.PlacedAt).TotalHours;
        return new(FulfilmentIndicator.PromisedWindow, Ratio(typical, window), FulfilmentSentences.Promise(window, typical));
    }

    private FulfilmentSignal Category(FulfilmentRecord order, DateTimeOffset at)
    {
        if (order.Category is not { } category) return Unknown(FulfilmentIndicator.CategoryTolerance, "The order has no category.", "订单没有品类。");
        if (ShareOf(FulfilmentMeasure.CategoryOutcome, category, at) is not { } share)
            return Unknown(FulfilmentIndicator.CategoryTolerance, "The category has no orders of four weeks to go by.", "该品类近四周没有可参考的订单。");
        var rules = configuration.Document.Timeouts;
        var tolerance = rules.Count == 0 ? 1 : Math.Clamp(rules.Average(x => configuration.TermsOf(x, new RuleSubject(category)).Within / x.Within), 0.1, 3);
        return new(FulfilmentIndicator.CategoryTolerance, share.Value / tolerance, FulfilmentSentences.Category(share.Late, share.Count, tolerance));
    }

    private FulfilmentSignal Slot(FulfilmentRecord order, DateTimeOffset at)
    {
        var slot = history.SlotOf(order.PlacedAt);
        return ShareOf(FulfilmentMeasure.SlotOutcome, slot, at) is { } share
            ? new(FulfilmentIndicator.HourAndWeekday, share.Value, FulfilmentSentences.Slot(slot, share.Late, share.Count))
            : Unknown(FulfilmentIndicator.HourAndWeekday, "No order of this time of the week was due in four weeks.", "近四周没有同时段的订单可参考。");
    }

    private FulfilmentSignal Peak(DateTimeOffset at)
    {
        var usual = history.Before(at - Day, FulfilmentHistory.Window - Day, FulfilmentMeasure.Placed).Count / (FulfilmentHistory.Window - Day).TotalDays;
        if (usual <= 0) return Unknown(FulfilmentIndicator.PromotionPeak, "There is no usual day to compare with yet.", "尚无平日订单量可供比较。");
        var now = history.Before(at, Day, FulfilmentMeasure.Placed).Count;
        return new(FulfilmentIndicator.PromotionPeak, Ratio(now, usual), FulfilmentSentences.Peak(now, now / usual));
    }

    private FulfilmentSignal Size(FulfilmentRecord order, DateTimeOffset at)
    {
        var own = order.Category is null ? default : history.Before(at, FulfilmentHistory.Window, FulfilmentMeasure.Amount, order.Category);
        var all = history.Before(at, FulfilmentHistory.Window, FulfilmentMeasure.Amount);
        if (order.Amount is not { } amount || amount <= 0 || all.Count == 0) return Unknown(FulfilmentIndicator.OrderSize, "There is no usual amount to compare with.", "没有可比较的通常金额。");
        var usual = (own.Sum + Caution * all.Mean) / (own.Count + Caution);
        return new(FulfilmentIndicator.OrderSize, Ratio((double)amount, usual), FulfilmentSentences.Size((double)amount / usual));
    }

    private FulfilmentSignal Payment(FulfilmentRecord order, DateTimeOffset at)
    {
        if (order.PaymentMethod is not { } method) return Unknown(FulfilmentIndicator.PaymentMethod, "The way of payment is not known.", "支付方式未知。");
        var tally = history.Before(at, FulfilmentHistory.Window, FulfilmentMeasure.PaymentTrouble, method);
        return tally.Count == 0
            ? Unknown(FulfilmentIndicator.PaymentMethod, $"Nobody paid by {method} in four weeks.", $"近四周没有使用 {method} 支付的订单。")
            : new(FulfilmentIndicator.PaymentMethod, (tally.Sum + Caution * UsualShare) / (tally.Count + Caution), FulfilmentSentences.Payment(method, (int)tally.Sum, tally.Count));
    }

    private FulfilmentSignal SourceDelay(FulfilmentRecord order, DateTimeOffset at)
    {
        var recent = history.Before(at, Recent, FulfilmentMeasure.Confirming, order.Source);
        var usual = history.Before(at, FulfilmentHistory.Window, FulfilmentMeasure.Confirming, order.Source);
        return recent.Count == 0 || usual.Mean <= 0
            ? Unknown(FulfilmentIndicator.SourceDelay, $"Source {order.Source} has confirmed nothing in three days.", $"来源系统 {order.Source} 近三天没有确认记录。")
            : new(FulfilmentIndicator.SourceDelay, Ratio(recent.Mean, usual.Mean), FulfilmentSentences.SourceDelay(order.Source, recent.Mean, usual.Mean));
    }

    /// <summary>The share of late orders under a key in four weeks, drawn towards the company's own; null where there were none.</summary>
    private (double Value, int Late, int Count)? ShareOf(FulfilmentMeasure measure, string key, DateTimeOffset at, double? behind = null)
    {
        var tally = history.Before(at, FulfilmentHistory.Window, measure, key);
        if (tally.Count == 0) return null;
        var all = history.Before(at, FulfilmentHistory.Window, FulfilmentMeasure.Outcome);
        var share = behind ?? (all.Sum + Caution * UsualShare) / (all.Count + Caution);
        return ((tally.Sum + Caution * share) / (tally.Count + Caution), (int)tally.Sum, tally.Count);
    }

    /// <summary>How much longer than all orders those of a category, a warehouse or a province take; 1 where little is known of them.</summary>
    private double FactorOf(FulfilmentMeasure measure, string? key, double usual, DateTimeOffset at)
    {
        if (key is null || usual <= 0) return 1;
        var own = history.Before(at, FulfilmentHistory.Window, measure, key);
        return (own.Sum + Caution * usual) / (own.Count + Caution) / usual;
    }

    private static double Ratio(double value, double usual) => Math.Clamp(value / usual, 0.02, 50);

    private static FulfilmentSignal Unknown(FulfilmentIndicator indicator, string en, string zh) => new(indicator, null, new LocalizedText(en, zh));
}
