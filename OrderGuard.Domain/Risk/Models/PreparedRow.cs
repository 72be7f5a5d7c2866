namespace OrderGuard.Domain.Risk.Models;

/// <summary>A row as trees walk it: each value twice, so that a missing one leads left where it is read from the first half and right from the second.</summary>
/// <remarks>
/// Values are compared as whole numbers of the same order as the floating-point numbers that they stand for, so that a step is a subtraction and a
/// shift, without a branch that the processor could guess wrongly.
/// </remarks>
internal static class PreparedRow
{
    /// <summary>Values that are kept on the stack; wider rows borrow from the shared pool.</summary>
    public const int StackValues = 4_096;

    /// <summary>Orders as the number does; −0 is 0.</summary>
    public static int Key(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value + 0f);
        return bits ^ ((bits >> 31) & int.MaxValue);
    }

    public static void Fill(ReadOnlySpan<float> row, Span<int> prepared)
    {
        var second = prepared[row.Length..];
        for (var f = 0; f < row.Length; f++)
        {
            var (value, key) = (row[f], Key(row[f]));
            var known = float.IsFinite(value);
            prepared[f] = known ? key : int.MinValue;
            second[f] = known ? key : int.MaxValue;
        }
    }
}
