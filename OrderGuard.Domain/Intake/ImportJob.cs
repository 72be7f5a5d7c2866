using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Intake;

public readonly record struct ImportJobId(Guid Value) : IIdentifier<ImportJobId>
{
    public static ImportJobId New() => new(Guid.CreateVersion7());

    public static ImportJobId From(Guid value) => new(value);
}

/// <summary>Where an import stands; the words of the machine interface.</summary>
public enum ImportState
{
    Queued,
    Running,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>One file of past orders on its way into the order book.</summary>
/// <remarks>
/// A job whose node died is run again from the start: the events have stable ids, so nothing happens twice. <see cref="Run"/>
/// changes with each start, so that a node which lost the job can no longer write to it.
/// </remarks>
public sealed class ImportJob : ITenantOwned
{
    public const int FileNameMaxLength = 200;
    public const int ErrorMaxLength = 500;

    private ImportJob() { } // EF Core

    public ImportJobId Id { get; private set; }
    public TenantId TenantId { get; private set; }

    /// <summary>The name that the file came with.</summary>
    public string FileName { get; private set; } = "";

    /// <summary>The uploaded file; null where a command reads it in place, or once it was removed.</summary>
    public Guid? StoredFile { get; private set; }

    /// <summary>The import profile by which it is read.</summary>
    public string Profile { get; private set; } = "";
    public ImportState State { get; private set; }

    /// <summary>Rows read so far, the header not counted.</summary>
    public long Rows { get; private set; }
    public long OrdersCreated { get; private set; }

    /// <summary>Events newly recorded; one that was known already does not count.</summary>
    public long EventsApplied { get; private set; }
    public long Rejected { get; private set; }

    /// <summary>The share of the file that is done, 0 to 1.</summary>
    public double Progress { get; private set; }

    /// <summary>Why it failed, where it did.</summary>
    public string? Error { get; private set; }
    public string CreatedBy { get; private set; } = "";
    public string CreatedById { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>When the running node last said that it is alive.</summary>
    public DateTimeOffset? HeartbeatAt { get; private set; }

    /// <summary>The run that the job is in.</summary>
    public Guid? Run { get; private set; }
    public bool CancelRequested { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public bool IsOver => State is ImportState.Completed or ImportState.Failed or ImportState.Cancelled;

    public static ImportJob Queue(TenantId tenant, string fileName, Guid? storedFile, string profile, string by, string byId, DateTimeOffset now) => new()
    {
        Id = ImportJobId.New(), TenantId = tenant, FileName = fileName.Cut(FileNameMaxLength), StoredFile = storedFile, Profile = profile,
        CreatedBy = by, CreatedById = byId, CreatedAt = now,
    };

    /// <summary>Whether a node may begin the job: it waits, or the node that ran it has been silent since <paramref name="silentSince"/>.</summary>
    public bool MayStart(DateTimeOffset silentSince) => State is ImportState.Queued || (State is ImportState.Running && HeartbeatAt < silentSince);

    /// <summary>Begins from the first row, whatever an earlier run had done.</summary>
    public Guid Start(DateTimeOffset now)
    {
        State = ImportState.Running;
        Run = Guid.CreateVersion7();
        StartedAt = HeartbeatAt = now;
        Rows = OrdersCreated = EventsApplied = Rejected = 0;
        Progress = 0;
        Error = null;
        return Run.Value;
    }

    /// <summary>Notes what the run has done so far.</summary>
    public void Report(ImportCounts counts, double progress, DateTimeOffset now)
    {
        (Rows, OrdersCreated, EventsApplied, Rejected) = (counts.Rows, counts.OrdersCreated, counts.EventsApplied, counts.Rejected);
        Progress = Math.Clamp(progress, Progress, 1);
        HeartbeatAt = now;
    }

    public void Complete(DateTimeOffset now)
    {
        Progress = 1;
        Finish(ImportState.Completed, now);
    }

    public void Fail(string error, DateTimeOffset now)
    {
        Error = error.Cut(ErrorMaxLength);
        Finish(ImportState.Failed, now);
    }

    /// <summary>Gives the job back, so that another node, or this one after its restart, begins it again.</summary>
    public void GiveBack()
    {
        State = ImportState.Queued;
        Run = null;
        HeartbeatAt = null;
    }

    /// <summary>Asks for an end: at once where it waits, else at the next chunk; what was applied stays.</summary>
    public Refusal? Cancel(DateTimeOffset now)
    {
        if (IsOver) return ImportRefusals.OverAlready;
        CancelRequested = true;
        if (State is ImportState.Queued) Finish(ImportState.Cancelled, now);
        return null;
    }

    public void Cancelled(DateTimeOffset now) => Finish(ImportState.Cancelled, now);

    /// <summary>The uploaded file is no longer kept.</summary>
    public void ForgetFile() => StoredFile = null;

    private void Finish(ImportState state, DateTimeOffset now)
    {
        State = state;
        FinishedAt = now;
        HeartbeatAt = null;
        Run = null;
    }
}

/// <summary>What an import has done.</summary>
public readonly record struct ImportCounts(long Rows, long OrdersCreated, long EventsApplied, long Rejected);

/// <summary>A row that could not be read, and why; the rest of the file is not affected.</summary>
public sealed class RejectedRow : ITenantOwned
{
    public const int ReasonMaxLength = 300;
    public const int TextMaxLength = 2_000;

    private RejectedRow() { } // EF Core

    public TenantId TenantId { get; private set; }
    public ImportJobId JobId { get; private set; }

    /// <summary>The line of the file at which the row begins; the header is line 1.</summary>
    public long Line { get; private set; }
    public string Reason { get; private set; } = "";

    /// <summary>The row as it stands in the file, cut where it is very long.</summary>
    public string Text { get; private set; } = "";

    public static RejectedRow Of(TenantId tenant, ImportJobId job, long line, string reason, string text) => new()
    {
        TenantId = tenant, JobId = job, Line = line, Reason = reason.Cut(ReasonMaxLength),
        Text = text.Cut(TextMaxLength),
    };
}

public static class ImportRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("import");

    public static readonly Refusal OverAlready = new(RefusalKind.Conflict, "import-over", "The import has ended already.");

    public static readonly Refusal FileGone = Refusal.Invalid("file-gone", "The uploaded file is no longer there. Upload it again.", new Problem("/file", "Upload the file again."));

    public static readonly Refusal FileMissing = Refusal.Invalid("file-missing", "The form needs the part file with a CSV.", new Problem("/file", "Choose a CSV file."));

    public static readonly Refusal FileEmpty = Refusal.Invalid("file-empty", "The file is empty.", new Problem("/file", "The file needs a header line and rows."));

    public static readonly Refusal FileTooLarge = new(RefusalKind.TooLarge, "file-too-large", "The file is larger than what may be uploaded. Split it.");

    public static Refusal UnknownProfile(string code) =>
        Refusal.Invalid("unknown-profile", $"There is no import profile {code}.", new Problem("/profile", $"No published import profile has the code {code}."));

    public static Refusal Unreadable(IReadOnlyList<string> reasons) =>
        Refusal.Invalid("file-does-not-fit", string.Join(" ", reasons), [.. reasons.Select(x => new Problem("/file", x))]);
}
