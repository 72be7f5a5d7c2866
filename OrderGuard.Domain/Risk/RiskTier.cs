namespace OrderGuard.Domain.Risk;

/// <summary>What becomes of an order by its risk.</summary>
public enum RiskTier
{
    /// <summary>Released.</summary>
    Low,

    /// <summary>Goes on, and is looked at again when something about it changes.</summary>
    Medium,

    /// <summary>Held until a person has decided.</summary>
    High,
}
