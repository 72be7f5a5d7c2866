using System.Diagnostics;
using System.Runtime;

namespace OrderGuard.Benchmarks;

/// <summary>
/// The first batches of a process pay for compiling the model and the queries, and its code runs slowly while it is looked at and compiled anew, which
/// happens once in its life: what is measured begins when hardly anything is compiled any more.
/// </summary>
internal static class Warmth
{
    private const int MostParts = 10, Quiet = 150;

    /// <summary>Runs parts of the work, numbered from 0, until the process is warm; the milliseconds of the first, which is such a beginning.</summary>
    public static async Task<double> ReachAsync(Func<int, Task> part)
    {
        var cold = 0.0;
        for (var i = 0; i < MostParts; i++)
        {
            var (clock, compiled) = (Stopwatch.StartNew(), JitInfo.GetCompiledMethodCount());
            await part(i);
            if (i == 0) cold = clock.Elapsed.TotalMilliseconds;
            await Task.Delay(TimeSpan.FromSeconds(1));
            if (JitInfo.GetCompiledMethodCount() - compiled < Quiet) break;
        }
        return cold;
    }
}
