namespace OrderGuard.Infrastructure.Common;

/// <summary>The meters and trace sources that the databases' drivers bring with them.</summary>
public static class DatabaseTelemetry
{
    public static IReadOnlyList<string> Meters { get; } = ["Microsoft.EntityFrameworkCore", "Npgsql"];

    public static IReadOnlyList<string> Sources { get; } = ["Npgsql"];
}
