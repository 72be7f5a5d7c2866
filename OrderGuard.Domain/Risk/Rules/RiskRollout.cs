using System.Buffers.Binary;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Domain.Risk.Rules;

/// <summary>Which orders a rule decides for while it is rolled out: the same at every look, and a greater percentage only adds to them.</summary>
public static class RiskRollout
{
    /// <param name="percent">0 to 100.</param>
    public static bool Includes(string rule, OrderId order, double percent) => PlaceOf(rule, order) < percent / 100;

    /// <summary>The order's place from 0 to 1, another for each rule. FNV-1a over the rule's code and the order's id, its bits mixed once more.</summary>
    private static double PlaceOf(string rule, OrderId order)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in rule) hash = (hash ^ letter) * 1099511628211UL;
        Span<byte> id = stackalloc byte[16];
        order.Value.TryWriteBytes(id);
        hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(id)) * 1099511628211UL;
        hash ^= hash >> 32;
        hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(id[8..])) * 1099511628211UL;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        hash ^= hash >> 31;
        return (hash >> 11) * (1.0 / (1UL << 53));
    }
}
