using Xunit;

namespace OrderGuard.Testing;

/// <summary>A theory about real data, skipped with a clear word where the file is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataTheoryAttribute : TheoryAttribute
{
    public RealDataTheoryAttribute(string file)
    {
        File = file;
        Skip = new RealDataFactAttribute(file).Skip;
    }

    public string File { get; }
}
