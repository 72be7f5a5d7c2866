using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Architecture.Tests;

/// <summary>The product composed as it is at run time, but never started: no database is opened.</summary>
internal static class Product
{
    public static IReadOnlyList<Type> Types { get; } =
        [.. SourceFiles.Layers.SelectMany(layer => Assembly.Load($"OrderGuard.{layer}").GetTypes())];

    public static IServiceCollection Services(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = provider.ToString(),
            ["ConnectionStrings:OrderGuard"] = provider is DatabaseProvider.Sqlite ? "Data Source=:memory:" : "Server=nowhere",
        }).Build();
        return new ServiceCollection().AddLogging().AddUseCases().AddInfrastructure(configuration, Path.GetTempPath());
    }
}
