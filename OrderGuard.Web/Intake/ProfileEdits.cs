using System.Globalization;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Web.Intake;

/// <summary>What a column of a file means, as one word: nothing, the order's number, the final word, a stage, or a fact.</summary>
internal static class ProfileEdits
{
    public const string Nothing = "";
    public const string OrderNo = "order-no";
    public const string Final = "final";
    public const string StagePrefix = "stage:";
    public const string FactPrefix = "fact:";

    public static string Stage(int status) => StagePrefix + status.ToString(CultureInfo.InvariantCulture);

    public static string Fact(string path) => FactPrefix + path;

    /// <summary>The facts that a column may hold: the known ones, and one of the column's own name.</summary>
    public static IEnumerable<string> FactsFor(string column) => OrderFields.Paths.Append(OrderFields.AttributePrefix + column);

    public static string MeaningOf(this ImportProfile profile, string column)
    {
        if (profile.OrderNo == column) return OrderNo;
        if (profile.StatusColumn == column) return Final;
        if (profile.Stages.TryGetValue(column, out var status)) return Stage(status);
        return profile.Fields.Where(x => x.Value == column).Select(x => Fact(x.Key)).FirstOrDefault() ?? Nothing;
    }

    /// <summary>The profile with another meaning for the column; whatever column had the meaning before loses it.</summary>
    public static ImportProfile WithMeaning(this ImportProfile profile, string column, string meaning)
    {
        var plain = profile with
        {
            OrderNo = profile.OrderNo == column ? "" : profile.OrderNo,
            StatusColumn = profile.StatusColumn == column ? null : profile.StatusColumn,
            Stages = profile.Stages.Where(x => x.Key != column).ToDictionary(),
            Fields = profile.Fields.Where(x => x.Value != column).ToDictionary(),
        };
        if (meaning == OrderNo) return plain with { OrderNo = column };
        if (meaning == Final) return plain with { StatusColumn = column };
        if (meaning.StartsWith(StagePrefix, StringComparison.Ordinal) && int.TryParse(meaning[StagePrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            return plain with { Stages = new Dictionary<string, int>(plain.Stages) { [column] = status } };
        if (meaning.StartsWith(FactPrefix, StringComparison.Ordinal))
            return plain with { Fields = new Dictionary<string, string>(plain.Fields) { [meaning[FactPrefix.Length..]] = column } };
        return plain;
    }

    public static ImportProfile WithFinal(this ImportProfile profile, string word, int? status)
    {
        var finals = profile.FinalStatuses.Where(x => x.Key != word).ToDictionary();
        if (status is { } code) finals[word] = code;
        return profile with { FinalStatuses = finals };
    }
}
