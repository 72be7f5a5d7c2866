namespace OrderGuard.Web.Common.Commands;

/// <summary>One command of the operator.</summary>
internal interface ICommand
{
    string Name { get; }

    /// <summary>What follows the name, as it is typed.</summary>
    string Usage { get; }

    /// <summary>What it does, in a line.</summary>
    string Summary { get; }

    /// <summary>Runs with what followed the name; the answer is the exit code.</summary>
    Task<int> RunAsync(Arguments arguments, CommandConsole console, CancellationToken ct);

    /// <summary>The options that it takes.</summary>
    IReadOnlyCollection<OptionSpec> Options { get; }
}

/// <summary>An option of a command; with a value unless it is a switch.</summary>
internal sealed record OptionSpec(string Name, bool IsSwitch = false, bool Required = false);

/// <summary>The commands that the web application's executable carries; without one it serves the portal.</summary>
internal static class CommandLine
{
    public const int Succeeded = 0;
    public const int Failed = 1;
    public const int Misused = 2;
    private const int Interrupted = 130;

    /// <summary>The commands; a feature adds its own here.</summary>
    public static IReadOnlyList<ICommand> Commands { get; } =
    [
        new MigrateCommand(),
        new Intake.ImportOrdersCommand(),
        new Timeouts.BacktestCommand(),
        new Audit.VerifyAuditCommand(),
    ];

    /// <summary>Runs the command that the arguments name, and answers its exit code; null where they name none, so that the portal is served.</summary>
    public static async Task<int?> RunAsync(string[] args, CommandConsole console)
    {
        if (args.Length == 0) return null;
        if (args[0] is "--help" or "-h" or "-?" or "help") return Help(console.Out);
        if (args[0].StartsWith('-') || args[0].StartsWith('/')) return null;
        if (Commands.FirstOrDefault(x => x.Name == args[0]) is not { } command)
        {
            console.Error.WriteLine($"There is no command {args[0]}.");
            Help(console.Error);
            return Misused;
        }
        if (args.Skip(1).Any(x => x is "--help" or "-h"))
        {
            console.Out.WriteLine($"{command.Name} {command.Usage}".TrimEnd());
            console.Out.WriteLine($"  {command.Summary}");
            return Succeeded;
        }
        var (arguments, problem) = Arguments.Parse(args[1..], command.Options);
        if (arguments is null)
        {
            console.Error.WriteLine(problem);
            console.Error.WriteLine($"Usage: {command.Name} {command.Usage}".TrimEnd());
            return Misused;
        }

        using var stop = new CancellationTokenSource();
        void Interrupt(object? sender, ConsoleCancelEventArgs e)
        {
            e.Cancel = true;
            stop.Cancel();
        }
        Console.CancelKeyPress += Interrupt;
        try
        {
            return await command.RunAsync(arguments, console, stop.Token);
        }
        catch (UsageException e)
        {
            console.Error.WriteLine(e.Message);
            console.Error.WriteLine($"Usage: {command.Name} {command.Usage}".TrimEnd());
            return Misused;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            console.Error.WriteLine("Interrupted.");
            return Interrupted;
        }
        catch (Exception e) when (e is System.Data.Common.DbException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // The machine's fault rather than the caller's: the database cannot be reached, the file cannot be read.
            console.Error.WriteLine($"{command.Name} failed: {e.Message}");
            return Failed;
        }
        finally
        {
            Console.CancelKeyPress -= Interrupt;
        }
    }

    private static int Help(TextWriter to)
    {
        to.WriteLine("OrderGuard. Without a command it serves the portal. Commands:");
        foreach (var command in Commands)
        {
            to.WriteLine($"  {command.Name} {command.Usage}".TrimEnd());
            to.WriteLine($"      {command.Summary}");
        }
        to.WriteLine("The database is the configured one: Database:Provider and ConnectionStrings:OrderGuard.");
        return Succeeded;
    }
}

/// <summary>A command was called in a way that it does not know.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>Where a command writes. <paramref name="Live"/>: a person watches, so that a line may be overwritten.</summary>
internal sealed record CommandConsole(TextWriter Out, TextWriter Error, bool Live)
{
    public static CommandConsole System => new(Console.Out, Console.Error, !Console.IsOutputRedirected);
}
