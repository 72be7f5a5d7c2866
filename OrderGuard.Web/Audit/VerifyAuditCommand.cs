using System.Globalization;
using System.Text;
using OrderGuard.Application.Audit;

namespace OrderGuard.Web.Audit;

/// <summary>Verifies an exported audit chain from the command line, without a database.</summary>
public static class VerifyAuditCommand
{
    /// <summary>0: the chain is whole; 1: it is broken, and the first broken link is named; 2: the file cannot be read.</summary>
    public static async Task<int> RunAsync(string file, TextWriter output)
    {
        AuditVerdict verdict;
        try
        {
            using var reader = new StreamReader(file, Encoding.UTF8);
            verdict = await AuditVerifier.VerifyAsync(reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            await output.WriteLineAsync($"{file}: {e.Message}");
            return 2;
        }

        if (verdict.Break is not { } broken)
        {
            await output.WriteLineAsync(verdict.Entries == 0
                ? $"The chain of {verdict.Tenant} is whole: no entries."
                : string.Create(CultureInfo.InvariantCulture, $"The chain of {verdict.Tenant} is whole: {verdict.Entries} entries, {verdict.From} to {verdict.To}."));
            return 0;
        }
        var where = broken.Sequence is { } sequence ? string.Create(CultureInfo.InvariantCulture, $"entry {sequence}, line {broken.Line}") : string.Create(CultureInfo.InvariantCulture, $"line {broken.Line}");
        await output.WriteLineAsync($"Broken at {where}: {broken.Fault.ToString().ToLowerInvariant()}. {broken.Reason}");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{verdict.Entries} entries before it are whole."));
        return 1;
    }
}
