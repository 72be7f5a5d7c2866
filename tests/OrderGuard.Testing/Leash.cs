using System.Diagnostics;

namespace OrderGuard.Testing;

/// <summary>Ends another process, and removes its folder, when this one is gone, however it went: even by <c>kill -9</c>.</summary>
public sealed class Leash : IDisposable
{
    // The shell waits for the end of its standard input, which comes when this process dies or lets go.
    // It outlives the interrupt key, so that nothing is left behind by an impatient developer either.
    private const string Script = """
        trap '' INT TERM HUP
        read -r word
        [ "$word" = release ] && exit 0
        kill -s "$3" -- "$1" 2>/dev/null
        for wait in $(seq 100); do kill -0 -- "$1" 2>/dev/null || break; sleep 0.05; done
        kill -9 -- "$1" 2>/dev/null
        rm -rf -- "$2"
        """;

    private readonly Process _shell;

    // Who does not obey the signal within five seconds is killed.
    public Leash(int processId, string folder, string signal = "KILL")
    {
        _shell = Process.Start(new ProcessStartInfo("bash", ["-c", Script, "leash", $"{processId}", folder, signal])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>Ends the process and removes the folder now.</summary>
    public void Dispose() => End(word: "");

    /// <summary>Lets the process live on, or be dead already: its number may soon be another's.</summary>
    public void Release() => End(word: "release");

    private void End(string word)
    {
        try
        {
            _shell.StandardInput.WriteLine(word);
            _shell.StandardInput.Close();
            _shell.WaitForExit(TimeSpan.FromSeconds(10));
        }
        catch (IOException)
        {
            // The shell is gone already, and with it the leash.
        }

        _shell.Dispose();
    }
}
