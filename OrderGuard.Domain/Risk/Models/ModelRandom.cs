namespace OrderGuard.Domain.Risk.Models;

/// <summary>The same numbers from the same seed on every machine and runtime, which <see cref="Random"/> does not promise.</summary>
/// <remarks>SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. A stream each, so that trees may grow in any order.</remarks>
internal struct ModelRandom(ulong seed, ulong stream)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state = Mix(seed + Golden) ^ Mix(stream * 0xD1342543DE82EF95 + Golden);

    public ulong Next() => Mix(_state += Golden);

    /// <summary>A whole number from 0 to below <paramref name="end"/> (Lemire 2019, without the rejection: the bias is below 2⁻³²).</summary>
    public int Below(int end) => (int)(((Next() >> 32) * (ulong)end) >> 32);

    /// <summary>A number from 0 to below 1 in steps of 2⁻⁵³.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
