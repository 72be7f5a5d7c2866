using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Risk.Learning;

/// <summary>How far the orders of a week had moved, on one day, from those that the deciding version was learnt from.</summary>
public sealed class ModelDrift : ITenantOwned
{
    /// <summary>The orders that are compared are those of this long before.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(7);

    private ModelDrift() { } // EF Core

    public Guid Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public int Version { get; private set; }

    /// <summary>The UTC day, by its beginning; a version is measured once on each.</summary>
    public DateTimeOffset Day { get; private set; }
    public DateTimeOffset MeasuredAt { get; private set; }

    /// <summary>The orders that were compared.</summary>
    public int Orders { get; private set; }

    /// <summary>The index of the version's score; null: there were too few orders to tell.</summary>
    public double? Score { get; private set; }

    /// <summary>The index of each tag by code; empty where there were too few orders.</summary>
    public IReadOnlyDictionary<string, double> Tags { get; private set; } = new Dictionary<string, double>();

    public static ModelDrift Of(TenantId tenant, int version, int orders, double? score, IReadOnlyDictionary<string, double> tags, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(), TenantId = tenant, Version = version, Day = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero), MeasuredAt = now, Orders = orders, Score = score, Tags = tags,
    };
}
