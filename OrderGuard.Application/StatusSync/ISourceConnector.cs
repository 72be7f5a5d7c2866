using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.StatusSync;

/// <summary>What a source answered: the JSON of its answer, or why there is none.</summary>
public sealed record SourceAnswer(string? Json, string Said)
{
    public bool Answered => Json is not null;
}

/// <summary>Asks a source system by its query address.</summary>
public interface ISourceConnector
{
    /// <param name="address">The address with everything filled in.</param>
    Task<SourceAnswer> GetAsync(SourceQuery query, string address, CancellationToken ct);
}
