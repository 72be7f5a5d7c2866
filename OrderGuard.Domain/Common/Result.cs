namespace OrderGuard.Domain.Common;

/// <summary>What a use case came to: a value, or the reason why not.</summary>
public readonly record struct Result<T>(T? Value, Refusal? Refusal)
{
    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);

    /// <summary>The value; asking for it after a refusal is a bug.</summary>
    public T Required => Refusal is null ? Value! : throw new InvalidOperationException($"Refused: {Refusal.Code} {Refusal.Message}");
}

/// <summary>The answer of a use case that has nothing to tell but that it is done.</summary>
public readonly record struct Done;
