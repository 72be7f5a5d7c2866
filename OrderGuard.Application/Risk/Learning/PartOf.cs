namespace OrderGuard.Application.Risk.Learning;

/// <summary>The progress of one part of a work as a share of the whole.</summary>
internal sealed class PartOf(IProgress<double> whole, double from, double to) : IProgress<double>
{
    public void Report(double value) => whole.Report(from + (to - from) * value);
}
