using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Web.Common.Commands;

internal sealed class MigrateCommand : ICommand
{
    public string Name => "migrate";

    public string Usage => "";

    public string Summary => "Brings the configured database to the current schema.";

    public IReadOnlyCollection<OptionSpec> Options => [];

    public async Task<int> RunAsync(Arguments arguments, CommandConsole console, CancellationToken ct)
    {
        if (arguments.Rest.Count > 0) throw new UsageException($"{Name} takes no {arguments.Rest[0]}.");
        await using var application = CommandServices.Open();
        await DatabaseSchema.MigrateAsync(application.Services, ct);
        await console.Out.WriteLineAsync("The database has the current schema.");
        return CommandLine.Succeeded;
    }
}
