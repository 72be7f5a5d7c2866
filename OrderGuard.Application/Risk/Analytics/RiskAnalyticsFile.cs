using System.Globalization;
using OrderGuard.Application.Common;

namespace OrderGuard.Application.Risk.Analytics;

/// <summary>The analytics as one flat CSV: a line for the periods and each step, category, version, rule and currency, told apart by the first column.</summary>
public static class RiskAnalyticsFile
{
    private static readonly string[] Columns =
        ["part", "key", "orders", "stoodOut", "cases", "open", "caught", "missed", "falseAlarms", "recognition", "precision", "reviewShare", "workSaved", "complete", "prevented", "lost", "honestHeld"];

    public static IEnumerable<string> Lines(RiskAnalytics x)
    {
        yield return CsvText.Line(Columns);
        yield return Figures("period", $"{Day(x.From)}/{Day(x.To)}", x.Now, x.CompleteUntil >= x.To);
        yield return Figures("periodBefore", "", x.Before, null);
        if (x.Complete is { } complete) yield return Figures("completeUntil", Day(x.CompleteUntil), complete, true);
        foreach (var step in x.Steps) yield return Figures("step", $"{Day(step.From)}/{Day(step.To)}", step.Figures, step.Complete);
        foreach (var category in x.ByCategory)
        {
            yield return Figures("category", category.Key, category.Figures, null);
            foreach (var loss in category.Losses) yield return Loss("categoryLoss", $"{category.Key} {loss.Currency}".Trim(), loss);
        }
        foreach (var model in x.ByModel) yield return Figures("model", Number(model.Version), model.Figures, null);
        foreach (var rule in x.ByRule)
            yield return Line("rule", rule.Code, Number(rule.Frauds + rule.Honest), null, null, null, Number(rule.Frauds), null, Number(rule.Honest), Rate(rule.OfFrauds), Rate(rule.Precision));
        foreach (var loss in x.Losses) yield return Loss("loss", loss.Currency, loss);
        yield return Line("waitSeconds", Seconds(x.Work.Wait), null, null, Number(x.Work.Decided));
        yield return Line("workSeconds", Seconds(x.Work.AtWork), null, null, Number(x.Work.Decided));
    }

    private static string Figures(string part, string? key, RiskFigures x, bool? complete) => Line(
        part, key, Number(x.Orders), Number(x.StoodOut), Number(x.Cases), Number(x.Open), Number(x.Caught), Number(x.Missed), Number(x.FalseAlarms),
        Rate(x.Recognition), Rate(x.Precision), Rate(x.ReviewShare), Rate(x.WorkSaved), complete is { } known ? known ? "true" : "false" : null);

    private static string Loss(string part, string? key, RiskLoss x) =>
        Line(part, key, null, null, null, null, null, null, null, null, null, null, null, null, Amount(x.Prevented), Amount(x.Lost), Amount(x.HonestHeld));

    /// <summary>The cells given, and empty ones for the columns after them.</summary>
    private static string Line(params string?[] cells) => CsvText.Line(cells.Concat(Enumerable.Repeat<string?>(null, Columns.Length - cells.Length)));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Rate(double? rate) => rate?.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Amount(decimal amount) => amount.ToString("0.####", CultureInfo.InvariantCulture);

    private static string? Seconds(TimeSpan? span) => span?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
}
