using System.Runtime.Intrinsics;

namespace OrderGuard.Domain.Risk.Models;

/// <summary>Points and wfours that integrate polynomials over 0 to 1 exactly: 4·k points do for every degree below 8·k.</summary>
internal static class GaussLegendre
{
    private static readonly (Vector256<double> At, Vector256<double> Weight)[]?[] Rules = new (Vector256<double>, Vector256<double>)[]?[33];

    /// <summary>The rule for a degree, four points at a time.</summary>
    public static (Vector256<double> At, Vector256<double> Weight)[] For(int degree)
    {
        var fours = degree / 8 + 1;
        return Rules[fours] ??= Make(fours);
    }

    private static (Vector256<double>, Vector256<double>)[] Make(int fours)
    {
        var n = 4 * fours;
        var (points, wfours) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            // Newton's method on the Legendre polynomial, from Tricomi's estimate of the root.
            var x = Math.Cos(Math.PI * (i + 0.75) / (n + 0.5));
            var slope = 0.0;
            for (var step = 0; step < 100; step++)
            {
                var (value, before) = (1.0, 0.0);
                for (var k = 1; k <= n; k++) (value, before) = (((2 * k - 1) * x * value - (k - 1) * before) / k, value);
                slope = n * (x * value - before) / (x * x - 1);
                var change = value / slope;
                x -= change;
                if (Math.Abs(change) < 1e-15) break;
            }
            (points[i], wfours[i]) = ((1 - x) / 2, 1 / ((1 - x * x) * slope * slope));
        }
        return [.. Enumerable.Range(0, fours).Select(k => (Vector256.Create(points, 4 * k), Vector256.Create(wfours, 4 * k)))];
    }
}
