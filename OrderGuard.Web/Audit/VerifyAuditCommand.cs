using System.Globalization;
using System.Text;
using OrderGuard.Application.Audit;
using OrderGuard.Web.Common.Commands;

namespace OrderGuard.Web.Audit;

/// <summary>Verifies an exported audit chain from the command line, without a database.</summary>
internal sealed class VerifyAuditCommand : ICommand
{
    public string Name => "verify-audit";

    public string Usage => "FILE";

    public string Summary => "Verifies an exported audit chain without a database; fails at the first broken link and names it.";

    public IReadOnlyCollection<OptionSpec> Options => [];

    public Task<int> RunAsync(Arguments arguments, CommandConsole console, CancellationToken ct) => arguments.Rest.Count == 1
        ? RunAsync(Arguments.PathOf(arguments.Rest[0]), console.Out, ct)
        : throw new UsageException($"{Name} takes one file.");

    public static async Task<int> RunAsync(string file, TextWriter output, CancellationToken ct = default)
    {
        AuditVerdict verdict;
        try
        {
            using var reader = new StreamReader(file, Encoding.UTF8);
            verdict = await AuditVerifier.VerifyAsync(reader, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            await output.WriteLineAsync($"{file}: {e.Message}");
            return CommandLine.Misused;
        }

        if (verdict.Break is not { } broken)
        {
            await output.WriteLineAsync(verdict.Entries == 0
                ? $"The chain of {verdict.Tenant} is whole: no entries."
                : string.Create(CultureInfo.InvariantCulture, $"The chain of {verdict.Tenant} is whole: {verdict.Entries} entries, {verdict.From} to {verdict.To}."));
            return CommandLine.Succeeded;
        }
        var where = broken.Sequence is { } sequence
            ? string.Create(CultureInfo.InvariantCulture, $"entry {sequence}, line {broken.Line}") : string.Create(CultureInfo.InvariantCulture, $"line {broken.Line}");
        await output.WriteLineAsync($"Broken at {where}: {broken.Fault.ToString().ToLowerInvariant()}. {broken.Reason}");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"The {verdict.Entries} entries before it are whole."));
        return CommandLine.Failed;
    }
}
