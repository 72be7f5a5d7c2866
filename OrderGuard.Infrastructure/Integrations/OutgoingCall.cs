namespace OrderGuard.Infrastructure.Integrations;

/// <summary>One request to another system.</summary>
public sealed record OutgoingRequest(HttpMethod Method, string Address)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
    public ReadOnlyMemory<byte>? Body { get; init; }
    public string ContentType { get; init; } = "application/json; charset=utf-8";

    /// <summary>Whether it does no harm when it arrives twice; only then it is repeated where it may have arrived.</summary>
    public bool MayRepeat { get; init; }

    /// <summary>Whether it is attempted once only, because the caller has a schedule of its own.</summary>
    public bool Once { get; init; }

    public TimeSpan? TimeOut { get; init; }

    /// <summary>What is read of the answer at the most.</summary>
    public int MostBytes { get; init; } = OutgoingHttp.BodyLimit;
}

/// <summary>What became of a request.</summary>
public enum OutgoingOutcome
{
    /// <summary>The other system answered, with whatever status.</summary>
    Answered,

    /// <summary>It certainly did not arrive: no connection came about.</summary>
    NotSent,

    /// <summary>It may have arrived: the time ran out, or the connection broke after it was sent.</summary>
    Unknown,

    /// <summary>The address is not one that may be called; it was not sent, and will not be next time.</summary>
    Refused,
}

/// <summary>The answer of the other system, or why there is none. The body is cut at <see cref="OutgoingHttp.BodyLimit"/>.</summary>
public sealed record OutgoingAnswer(OutgoingOutcome Outcome, int? Status, string Body, TimeSpan? RetryAfter = null)
{
    public bool IsSuccess => Outcome is OutgoingOutcome.Answered && Status is >= 200 and < 300;

    /// <summary>What a log says of it, in one line.</summary>
    public string Say() => Status is { } status ? $"HTTP {status}" : $"{Outcome}: {Body}";
}
