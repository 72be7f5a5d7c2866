using System.Globalization;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Risk.Samples;

namespace OrderGuard.Domain.Risk.Rules;

/// <summary>On which side of a cut a value lies.</summary>
internal enum InductionSide
{
    UpTo,
    Above,
    Missing,
}

/// <summary>One step of a path: a field, a cut between two of its bins, and a side.</summary>
internal sealed record InductionCut(int Field, int Bin, InductionSide Side)
{
    public string Key { get; } = string.Create(CultureInfo.InvariantCulture, $"{Field}:{Bin}:{(int)Side}");

    public bool Holds(byte bin) => Side switch
    {
        InductionSide.UpTo => bin <= Bin,
        InductionSide.Above => bin > Bin && bin != InductionFields.Missing,
        _ => bin == InductionFields.Missing,
    };

    public RiskCondition ToCondition(InductionFields fields) => fields.ConditionOf(this);
}

/// <summary>The values of labelled orders, field by field, each sorted into at most 64 bins of about as many orders.</summary>
internal sealed class InductionFields
{
    public const byte Missing = byte.MaxValue;
    private const int MostBins = 64;
    private const int WordsOfAField = 12;

    private static readonly string[] Sorted = ["category", "channel", "currency", "warehouse", "customer.class", "recipient.country", "recipient.province", "payment.method", "device.userAgent"];

    private readonly List<(RiskField Field, string? Word, float[] Uppers, byte[] Bins, bool Whole)> _fields = [];

    private InductionFields(int rows) => Rows = rows;

    public int Rows { get; }
    public int Count => _fields.Count;

    public byte[] BinsOf(int field) => _fields[field].Bins;
    public int BinCount(int field) => _fields[field].Uppers.Length;

    public static InductionFields Of(List<JudgedOrder> orders)
    {
        var fields = new InductionFields(orders.Count);
        foreach (var field in RiskField.All.Where(x => x.Kind is RiskFieldKind.Number)) fields.Add(field, null, [.. orders.Select(x => (float)field.OfNumber!(x.Subject))]);
        foreach (var field in Sorted.Select(x => RiskField.Find(x)!))
        {
            var values = orders.ConvertAll(x => field.OfText!(x.Subject) is { Length: > 0 and <= ConfigurationLimits.ValueLength } word ? word : null);
            var words = values.OfType<string>().GroupBy(x => x, StringComparer.OrdinalIgnoreCase).OrderByDescending(x => x.Count()).ThenBy(x => x.Key, StringComparer.Ordinal).Take(WordsOfAField);
            foreach (var word in words.Select(x => x.Key)) fields.Add(field, word, [.. values.Select(x => x is null ? float.NaN : string.Equals(x, word, StringComparison.OrdinalIgnoreCase) ? 1f : 0f)]);
        }
        return fields;
    }

    /// <summary>A field of one value tells nothing apart.</summary>
    private void Add(RiskField field, string? word, float[] values)
    {
        float[] known = [.. values.Where(float.IsFinite).Order()];
        var distinct = known.Distinct().Take(MostBins + 1).ToArray();
        if (distinct.Length == 0 || distinct.Length == 1 && known.Length == values.Length) return;
        float[] uppers = distinct.Length <= MostBins ? distinct : [.. Enumerable.Range(1, MostBins).Select(x => known[(int)((long)x * known.Length / MostBins) - 1]).Distinct()];
        var bins = Array.ConvertAll(values, x => !float.IsFinite(x) ? Missing : (byte)Math.Min(uppers.Length - 1, Array.BinarySearch(uppers, x) is var at && at >= 0 ? at : ~at));
        _fields.Add((field, word, uppers, bins, known.All(float.IsInteger)));
    }

    public RiskCondition ConditionOf(InductionCut cut)
    {
        var (field, word, uppers, _, whole) = _fields[cut.Field];
        if (cut.Side is InductionSide.Missing) return new() { Field = field.Code, Is = RiskOperator.Missing };
        if (word is not null) return new() { Field = field.Code, Is = cut.Side is InductionSide.Above ? RiskOperator.OneOf : RiskOperator.NotOneOf, Texts = [word] };
        if (cut.Side is InductionSide.UpTo) return new() { Field = field.Code, Is = RiskOperator.AtMost, Number = Plain(uppers[cut.Bin]) };
        return whole ? new() { Field = field.Code, Is = RiskOperator.AtLeast, Number = uppers[cut.Bin] + 1d } : new() { Field = field.Code, Is = RiskOperator.Above, Number = Plain(uppers[cut.Bin]) };
    }

    /// <summary>Which rows a rule fits.</summary>
    public bool[] Covers(IReadOnlyList<InductionCut> cuts)
    {
        var covers = new bool[Rows];
        Array.Fill(covers, true);
        foreach (var cut in cuts)
        {
            var bins = _fields[cut.Field].Bins;
            for (var i = 0; i < covers.Length; i++) if (covers[i] && !cut.Holds(bins[i])) covers[i] = false;
        }
        return covers;
    }

    /// <summary>A path without what a later step says more narrowly, and without the conditions that it is as precise without.</summary>
    public IReadOnlyList<InductionCut> Pruned(IReadOnlyList<InductionCut> path, bool[] fraud)
    {
        var cuts = path.GroupBy(x => (x.Field, x.Side)).Select(x => x.Key.Side is InductionSide.UpTo ? x.MinBy(c => c.Bin)! : x.MaxBy(c => c.Bin)!).ToList();
        // A field that is on one side of a cut is known; to say that it is within a range takes both sides.
        var best = LowerOf(cuts, fraud);
        for (var again = true; again && cuts.Count > 1;)
        {
            again = false;
            var without = cuts.Select(x => cuts.Where(y => y != x).ToList()).Select(x => (Cuts: x, Lower: LowerOf(x, fraud))).MaxBy(x => x.Lower);
            if (without.Lower < best) continue;
            (cuts, best, again) = (without.Cuts, without.Lower, true);
        }
        return [.. cuts.OrderBy(x => x.Field).ThenBy(x => x.Side)];
    }

    private double LowerOf(List<InductionCut> cuts, bool[] fraud)
    {
        var (hits, frauds) = (0, 0);
        var lines = cuts.ConvertAll(x => (Cut: x, _fields[x.Field].Bins));
        for (var i = 0; i < Rows; i++)
        {
            var holds = true;
            foreach (var (cut, bins) in lines)
            {
                holds = cut.Holds(bins[i]);
                if (!holds) break;
            }
            if (!holds) continue;
            hits++;
            if (fraud[i]) frauds++;
        }
        return Wilson.Lower(frauds, hits);
    }

    /// <summary>The shortest decimal that is the same 32-bit number, so that people read 0.1 and not 0.10000000149.</summary>
    private static double Plain(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
