using Xunit;

namespace OrderGuard.Testing;

/// <summary>A fact about real data, skipped with a clear word where the file is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute(string file)
    {
        File = Repository.DataFile(file);
        if (!System.IO.File.Exists(File)) Skip = $"Needs {File}, which is not part of the project; name its folder in {Repository.DataVariable}";
    }

    public string File { get; }
}
