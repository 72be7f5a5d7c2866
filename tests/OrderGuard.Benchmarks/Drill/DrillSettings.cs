namespace OrderGuard.Benchmarks.Drill;

/// <summary>What a system's process is told at its start.</summary>
internal sealed record DrillSettings(string Name, int Orders, int Seed, Uri Portal, string ApiKey, string Broker, string Queue, int Port, string Journal);

/// <summary>How far a system's process has come.</summary>
/// <param name="Backlog">What it still has to say.</param>
/// <param name="Sent">Different events that arrived, by the other side's own word.</param>
internal sealed record DrillState(int At, int Backlog, int Sent);

/// <summary>What a system knows at the end: what it said, and what it was told.</summary>
internal sealed record DrillJournal
{
    public IReadOnlyCollection<string> Sent { get; init; } = [];
    public int Copies { get; init; }
    public int Resends { get; init; }
    public int Malformed { get; init; }
    public IReadOnlyDictionary<string, int> Outcomes { get; init; } = new Dictionary<string, int>();

    /// <summary>By order, the last status that it was told of.</summary>
    public IReadOnlyDictionary<string, int> Told { get; init; } = new Dictionary<string, int>();
    public int Calls { get; init; }

    /// <summary>Calls under a key that it had taken already, as after an answer that got lost.</summary>
    public int Repeats { get; init; }

    /// <summary>Calls under another key for what it had taken already.</summary>
    public int Twice { get; init; }
    public int OutOfOrder { get; init; }
    public int Refused { get; init; }
}
