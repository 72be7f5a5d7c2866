using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Risk.Samples;

public readonly record struct RiskSampleSetId(Guid Value) : IIdentifier<RiskSampleSetId>
{
    public static RiskSampleSetId New() => new(Guid.CreateVersion7());

    public static RiskSampleSetId From(Guid value) => new(value);
}

/// <summary>One version of a company's labelled past orders; never changed, only followed by the next.</summary>
public sealed class RiskSampleSet : ITenantOwned
{
    public const int NameMaxLength = 60;
    public const int FileNameMaxLength = 200;
    public const int MostRows = 300_000;

    /// <summary>After how long without a new version people are reminded.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromDays(31);

    private RiskSampleSet() { } // EF Core

    public RiskSampleSetId Id { get; private set; }
    public TenantId TenantId { get; private set; }

    /// <summary>The name that all versions of the set share.</summary>
    public string Name { get; private set; } = "";
    public int Version { get; private set; }
    public string FileName { get; private set; } = "";
    public string CreatedBy { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public int Rows { get; private set; }
    public int Frauds { get; private set; }

    /// <summary>When the first and the last of its orders were placed.</summary>
    public DateTimeOffset From { get; private set; }
    public DateTimeOffset To { get; private set; }
    public SampleReport Report { get; private set; } = default!;

    /// <summary>The orders themselves, compressed.</summary>
    public byte[] Content { get; private set; } = [];

    public static RiskSampleSet Of(TenantId tenant, string name, int version, string fileName, IReadOnlyList<RiskSample> samples, SampleReport report, byte[] content, string by, DateTimeOffset now) => new()
    {
        Id = RiskSampleSetId.New(), TenantId = tenant, Name = name, Version = version, FileName = fileName.Cut(FileNameMaxLength),
        CreatedBy = by, CreatedAt = now, Rows = samples.Count, Frauds = samples.Count(x => x.Fraud), From = samples.Min(x => x.PlacedAt), To = samples.Max(x => x.PlacedAt),
        Report = report, Content = content,
    };
}

/// <summary>How good an uploaded file of samples was.</summary>
public sealed record SampleReport
{
    /// <summary>Rows of the file, the header not counted.</summary>
    public int Rows { get; init; }
    public int Taken { get; init; }

    /// <summary>Rows that say the same of an order that an earlier row, or the version before, had said.</summary>
    public int Duplicates { get; init; }

    /// <summary>Rows that call an order honest which another calls dishonest; the later row counts.</summary>
    public int Contradictions { get; init; }

    /// <summary>Rows without a label, which teach nothing.</summary>
    public int Unlabelled { get; init; }
    public int Rejected { get; init; }

    /// <summary>Rows taken over from the version before.</summary>
    public int Kept { get; init; }

    /// <summary>The first rows that could not be read, and why.</summary>
    public IReadOnlyList<SampleProblem> Problems { get; init; } = [];

    /// <summary>The share of the rows taken that fill each field.</summary>
    public IReadOnlyList<SampleFill> Fields { get; init; } = [];

    /// <summary>What a person should know before learning from it, by code.</summary>
    public IReadOnlyList<SampleWarning> Warnings { get; init; } = [];
}

/// <summary>A row that could not be read: its line, the code of the reason, the column and the value.</summary>
public sealed record SampleProblem(long Line, string Code, string? Column, string? Value, string Text);

/// <summary>How much of a field is filled, 0 to 1, and how many different values it has (at most 1,000 are counted).</summary>
public sealed record SampleFill(string Field, double Filled, int Different);

/// <summary>Something about the file as a whole.</summary>
public sealed record SampleWarning(string Code, params IReadOnlyList<string> Args);

public static class SampleRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("sample set");

    public static readonly Refusal TooLarge = new(RefusalKind.TooLarge, "samples-too-large", "The file is larger than what may be uploaded. Split it, or leave out columns that are not needed.");

    public static Refusal TooMany(int most) => Refusal.Invalid("samples-too-many", $"The set would hold more than {most} orders. Split the file by time.", new Problem("/file", $"At most {most} orders fit a set."));

    public static readonly Refusal Empty = Refusal.Invalid("samples-empty", "The file holds no rows.", new Problem("/file", "The file needs a header line and rows."));

    public static Refusal Columns(IReadOnlyList<string> problems) =>
        Refusal.Invalid("samples-columns", string.Join(" ", problems), [.. problems.Select(x => new Problem("/mapping", x))]);

    public static Refusal OneClass(int rows, bool fraud) => Refusal.Invalid("samples-one-class",
        $"All {rows} rows that have a label are {(fraud ? "dishonest" : "honest")}: nothing can be told apart. Check which words mean dishonest, or add rows of the other kind.", new Problem("/mapping/fraudWords", "Both kinds are needed."));

    public static Refusal NoLabels(string column) => Refusal.Invalid("samples-no-labels",
        $"No row has a readable label in the column {column}.", new Problem("/mapping/label", "Name the column that says whether an order was honest, and the words for dishonest and honest."));

    public static Refusal MostlyUnreadable(int rejected, int rows, string reason) => Refusal.Invalid("samples-unreadable",
        $"{rejected} of {rows} rows could not be read; most often: {reason}", new Problem("/file", reason));
}
