namespace OrderGuard.Domain.Risk;

/// <summary>Logistic regression with an L2 penalty.</summary>
/// <remarks>
/// Newton's method on the penalised log-likelihood, which is iteratively reweighted least squares: Hastie, Tibshirani and Friedman,
/// The Elements of Statistical Learning, 2nd edition, 4.4.1 and 3.4.1; the normal equations by Cholesky's decomposition. The intercept
/// is not penalised. A step that does not improve is halved, so that separable data end as well.
/// </remarks>
public static class Logistic
{
    private const int MostSteps = 60;
    private const double Enough = 1e-9;

    public static double Probability(double odds) => odds >= 0 ? 1 / (1 + Math.Exp(-odds)) : Math.Exp(odds) / (1 + Math.Exp(odds));

    public static double Odds(double probability) => Math.Log(probability / (1 - probability));

    /// <summary>The intercept, then a weight for each column of <paramref name="rows"/>.</summary>
    public static double[] Fit(IReadOnlyList<double[]> rows, IReadOnlyList<bool> outcomes, double penalty)
    {
        if (rows.Count == 0 || rows.Count != outcomes.Count) throw new ArgumentException("As many outcomes as rows, and at least one, are needed.", nameof(outcomes));
        var size = rows[0].Length + 1;
        var beta = new double[size];
        var positive = outcomes.Count(x => x);
        beta[0] = Odds(Math.Clamp((double)positive / outcomes.Count, 1e-4, 1 - 1e-4));
        var likelihood = Likelihood(rows, outcomes, beta, penalty);
        for (var step = 0; step < MostSteps; step++)
        {
            var (gradient, hessian) = Derivatives(rows, outcomes, beta, penalty);
            var direction = Solve(hessian, gradient);
            var scale = 1.0;
            double[] next;
            double better;
            do
            {
                next = [.. beta.Select((x, i) => x + scale * direction[i])];
                better = Likelihood(rows, outcomes, next, penalty);
                scale /= 2;
            }
            while (better < likelihood && scale > 1e-10);
            if (better <= likelihood + Enough * (1 + Math.Abs(likelihood)))
                return better > likelihood ? next : beta;
            (beta, likelihood) = (next, better);
        }
        return beta;
    }

    public static double OddsOf(double[] beta, double[] row)
    {
        var odds = beta[0];
        for (var i = 0; i < row.Length; i++) odds += beta[i + 1] * row[i];
        return odds;
    }

    private static double Likelihood(IReadOnlyList<double[]> rows, IReadOnlyList<bool> outcomes, double[] beta, double penalty)
    {
        var sum = 0.0;
        for (var n = 0; n < rows.Count; n++)
        {
            var odds = OddsOf(beta, rows[n]);
            // log(1 + e^x) without overflow.
            sum += (outcomes[n] ? odds : 0) - Math.Max(odds, 0) - Math.Log(1 + Math.Exp(-Math.Abs(odds)));
        }
        return sum - penalty / 2 * beta.Skip(1).Sum(x => x * x);
    }

    private static (double[] Gradient, double[,] Hessian) Derivatives(IReadOnlyList<double[]> rows, IReadOnlyList<bool> outcomes, double[] beta, double penalty)
    {
        var size = beta.Length;
        var (gradient, hessian) = (new double[size], new double[size, size]);
        var x = new double[size];
        x[0] = 1;
        for (var n = 0; n < rows.Count; n++)
        {
            rows[n].CopyTo(x, 1);
            var probability = Probability(OddsOf(beta, rows[n]));
            var (error, spread) = ((outcomes[n] ? 1 : 0) - probability, probability * (1 - probability));
            for (var i = 0; i < size; i++)
            {
                gradient[i] += error * x[i];
                for (var j = 0; j <= i; j++) hessian[i, j] += spread * x[i] * x[j];
            }
        }
        hessian[0, 0] += 1e-12;
        for (var i = 1; i < size; i++)
        {
            gradient[i] -= penalty * beta[i];
            hessian[i, i] += penalty + 1e-12;
        }
        return (gradient, hessian);
    }

    /// <summary>Solves a symmetric positive definite system, of which the lower triangle is given.</summary>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        var size = right.Length;
        var lower = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++) sum -= lower[i, k] * lower[j, k];
                lower[i, j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / lower[j, j];
            }
        }
        var solution = new double[size];
        for (var i = 0; i < size; i++)
        {
            var sum = right[i];
            for (var k = 0; k < i; k++) sum -= lower[i, k] * solution[k];
            solution[i] = sum / lower[i, i];
        }
        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++) solution[i] -= lower[k, i] * solution[k];
            solution[i] /= lower[i, i];
        }
        return solution;
    }
}
