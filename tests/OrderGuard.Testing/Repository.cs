namespace OrderGuard.Testing;

/// <summary>Where the sources stand, and where the real data stands that is never part of them.</summary>
public static class Repository
{
    public const string DataVariable = "ORDERGUARD_TEST_DATA";

    public static string Root { get; } = FindRoot();

    /// <summary>The folder of real data: what <see cref="DataVariable"/> names, else <c>../shared/data</c> beside the clone.</summary>
    public static string Data { get; } = Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } folder
        ? folder
        : Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));

    public static string DataFile(string name) => Path.Combine(Data, name);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OrderGuard.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No OrderGuard.sln above {AppContext.BaseDirectory}");
    }
}
