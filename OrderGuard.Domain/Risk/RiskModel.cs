using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Risk;

/// <summary>What a stored model answers.</summary>
public enum RiskModelKind
{
    /// <summary>How unusual an order is; learnt without labels.</summary>
    Anomaly,

    /// <summary>How likely an order is dishonest; learnt from labels.</summary>
    Classifier,
}

/// <summary>One version of a learnt model of a company, kept for ever with what it was learnt from; of each kind one at most decides.</summary>
public sealed class RiskModel : ITenantOwned
{
    /// <summary>A classifier that was learnt longer ago than this is not asked any more.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromDays(120);

    private RiskModel() { } // EF Core

    public Guid Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public RiskModelKind Kind { get; private set; }
    public int Version { get; private set; }
    public DateTimeOffset LearntAt { get; private set; }
    public string LearntBy { get; private set; } = "";

    /// <summary>The orders that it was learnt from were placed between these.</summary>
    public DateTimeOffset WindowFrom { get; private set; }
    public DateTimeOffset WindowTo { get; private set; }
    public int Rows { get; private set; }

    /// <summary>The tags that it reads, by code, in the order of its features.</summary>
    public IReadOnlyList<string> Features { get; private set; } = [];

    /// <summary>What it was worth, by name of the measure.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; private set; } = new Dictionary<string, double>();

    /// <summary>What it was worth in more than single figures; null: learnt without labels, or before this was kept.</summary>
    public ModelReport? Report { get; private set; }
    public byte[] Blob { get; private set; } = [];

    /// <summary>Whether it is the one that decides.</summary>
    public bool IsChampion { get; private set; }

    /// <summary>The version whose place it took when it was last promoted: going back leads there.</summary>
    public int? Replaced { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static RiskModel Of(
        TenantId tenant, RiskModelKind kind, int version, IReadOnlyList<string> features, byte[] blob, (DateTimeOffset From, DateTimeOffset To) window, int rows,
        IReadOnlyDictionary<string, double> figures, string by, DateTimeOffset now, ModelReport? report = null) => new()
        {
            Id = Guid.CreateVersion7(), TenantId = tenant, Kind = kind, Version = version, Features = features, Blob = blob, WindowFrom = window.From, WindowTo = window.To,
            Rows = rows, Figures = figures, LearntBy = by, LearntAt = now, Report = report,
        };

    /// <summary>Decides from now on, in the place of another version where there was one.</summary>
    public void Promote(int? replaced = null)
    {
        IsChampion = true;
        Replaced = replaced ?? Replaced;
    }

    /// <summary>Decides again because the one that took its place is taken back; what it had itself replaced stays, so that one can go back further.</summary>
    public void Return() => IsChampion = true;

    /// <summary>Another one decides from now on.</summary>
    public void StepDown() => IsChampion = false;
}
