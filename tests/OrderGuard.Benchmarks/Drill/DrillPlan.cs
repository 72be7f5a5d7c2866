using System.Globalization;

namespace OrderGuard.Benchmarks.Drill;

/// <summary>What one order's systems get wrong for good; all that is merely late, repeated or out of order comes on top.</summary>
internal enum DrillLie
{
    None,

    /// <summary>The warehouse ends with a word that nobody has mapped.</summary>
    WmsUnmapped,

    /// <summary>The warehouse claims that a delivered order is in the yard again.</summary>
    WmsIllegal,

    /// <summary>The warehouse dates the delivery an hour before the dispatch.</summary>
    WmsClock,

    /// <summary>The warehouse never tells of the delivery.</summary>
    WmsLost,

    /// <summary>The CRM never says that the order was closed.</summary>
    CrmLost,

    /// <summary>The CRM says closed of an order that never is.</summary>
    CrmClaims,

    /// <summary>The ERP refuses to be told of the dispatch.</summary>
    ErpRefuses,
}

/// <summary>One thing that a system says of an order, and when, counted in orders placed.</summary>
internal sealed record DrillEvent(string Id, string OrderNo, string Word, TimeSpan Skew);

/// <summary>The same as it goes over the wire.</summary>
internal sealed record DrillMessage(string Id, string OrderNo, string Json);

/// <summary>Who does what wrong and when: all of it follows from the seed, so that three processes and their judge agree without talking.</summary>
internal sealed class DrillPlan(int orders, int seed)
{
    public const string Erp = "erp", Wms = "wms", Crm = "crm";
    public static readonly IReadOnlyList<string> Systems = [Erp, Wms, Crm];
    private const double LieShare = 0.003, CancelledShare = 0.02, LateShare = 0.03, TwiceShare = 0.05, MalformedShare = 0.0005;
    private static readonly DrillLie[] Lies = Enum.GetValues<DrillLie>()[1..];

    public int Orders => orders;

    /// <summary>The distance between two steps of an order.</summary>
    public int Stride { get; } = Math.Max(20, orders / 100);

    /// <summary>By then everything has been said at least once.</summary>
    public int End => orders + (9 * Stride);

    public static string NumberOf(int order) => string.Create(CultureInfo.InvariantCulture, $"D-{order:000000}");

    public static int OrderOf(string orderNo) => int.Parse(orderNo.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>A number from 0 to 1 that is always the same for the same question.</summary>
    public double Chance(long subject, int question)
    {
        unchecked
        {
            var x = (ulong)subject + ((ulong)question * 0x9E3779B97F4A7C15) + ((ulong)seed << 32);
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return ((x ^ (x >> 31)) >> 11) / (double)(1UL << 53);
        }
    }

    public DrillLie LieOf(int order) => (int)(Chance(order, 1) / LieShare) is var n && n < Lies.Length ? Lies[n] : DrillLie.None;

    public int FinalStatus(int order) => LieOf(order) switch
    {
        DrillLie.CrmClaims => 70,
        DrillLie.None when Chance(order, 2) < CancelledShare => 90,
        _ => 80,
    };

    /// <summary>Whether a system is out of reach, in both directions.</summary>
    public bool IsDown(string system, int at) => (double)at / orders is var share && system switch
    {
        Crm => share is >= 0.35 and < 0.42,
        Wms => share is >= 0.57 and < 0.62,
        _ => share is >= 0.80 and < 0.84,
    };

    /// <summary>What a system says of an order by itself, with when it happened and when it is told: at once, late, and some of it twice.</summary>
    public IEnumerable<(int HappensAt, int ToldAt, DrillEvent Event)> Says(string system, int order)
    {
        var step = 0;
        foreach (var (offset, word, skew) in Steps(system, order))
        {
            step++;
            var question = (system == Erp ? 100 : 200) + (step * 10);
            var late = Chance(order, question) < LateShare ? (int)(Chance(order, question + 1) * 2 * Stride) : 0;
            var said = new DrillEvent($"{system}-{order}-{step}", NumberOf(order), word, skew);
            var at = order + (offset * Stride);
            yield return (at, at + late, said);
            if (Chance(order, question + 2) < TwiceShare) yield return (at, at + late + (int)(Chance(order, question + 3) * Stride), said);
        }
    }

    /// <summary>What the CRM answers to what it was told; null: nothing.</summary>
    public DrillEvent? Answers(int order, int told)
    {
        var lie = LieOf(order);
        var word = (told, lie) switch
        {
            (20, DrillLie.CrmClaims) => "closed",
            (20, _) => "paid",
            (80, DrillLie.CrmLost) => null,
            (80, _) => "closed",
            _ => null,
        };
        return word is null ? null : new DrillEvent($"{Crm}-{order}-{told}", NumberOf(order), word, TimeSpan.Zero);
    }

    /// <summary>Whether the warehouse, while it speaks of this order, also puts something into its queue that is no message.</summary>
    public bool Babbles(int order) => Chance(order, 3) < MalformedShare;

    private IEnumerable<(int Offset, string Word, TimeSpan Skew)> Steps(string system, int order)
    {
        var (lie, final) = (LieOf(order), FinalStatus(order));
        if (system == Erp)
        {
            yield return (0, "NEW", TimeSpan.Zero);
            yield return (1, "PAID", TimeSpan.Zero);
            if (final == 90) yield return (2, "VOID", TimeSpan.Zero);
            else yield return (2, "RELEASED", TimeSpan.Zero);
            if (final == 80) yield return (5, "CLOSED", TimeSpan.Zero);
        }
        else if (system == Wms && final != 90)
        {
            yield return (3, "已出库", TimeSpan.Zero);
            if (lie is DrillLie.WmsUnmapped) yield return (4, "送达未知", TimeSpan.Zero);
            else if (lie is not DrillLie.WmsLost) yield return (4, "已签收", lie is DrillLie.WmsClock ? TimeSpan.FromHours(-1) : TimeSpan.Zero);
            if (lie is DrillLie.WmsIllegal) yield return (6, "已出库", TimeSpan.Zero);
        }
    }
}
