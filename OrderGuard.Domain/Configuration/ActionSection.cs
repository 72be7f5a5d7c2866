namespace OrderGuard.Domain.Configuration;

/// <summary>How far the system may go by itself when it asks the master system to change an order.</summary>
public sealed record ActionSettings
{
    /// <summary>A greater amount, or an unknown one, needs a person's approval; 0: every one does.</summary>
    public decimal ApprovalAbove { get; init; } = 500;

    /// <summary>Actions without a person's approval within an hour; one more waits for a person.</summary>
    public int MostPerHour { get; init; } = 20;

    /// <summary>Actions without a person's approval within 24 hours; one more waits for a person.</summary>
    public int MostPerDay { get; init; } = 100;

    /// <summary>The kill switch: while it is on, nothing is sent.</summary>
    public bool Halted { get; init; }

    /// <summary>Everything happens but the call; on until a company says otherwise.</summary>
    public bool Rehearsal { get; init; } = true;
    public ConnectorSettings Connector { get; init; } = new();
}

/// <summary>By what the master system is reached.</summary>
public enum ConnectorKind
{
    /// <summary>Nothing is reached: requests are kept and answered well, for trying out.</summary>
    Recording,

    /// <summary>Signed requests by HTTP.</summary>
    Http,
}

/// <summary>The way to the order's master system.</summary>
public sealed record ConnectorSettings
{
    public ConnectorKind Kind { get; init; } = ConnectorKind.Recording;

    /// <summary>Where the master system takes requests, without <c>/actions</c>.</summary>
    public string? Url { get; init; }

    /// <summary>The name of the stored secret that requests are signed with.</summary>
    public string? Secret { get; init; }
}
