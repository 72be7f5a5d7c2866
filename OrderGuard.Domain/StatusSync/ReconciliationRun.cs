using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.StatusSync;

public readonly record struct ReconciliationId(Guid Value) : IIdentifier<ReconciliationId>
{
    public static ReconciliationId New() => new(Guid.CreateVersion7());

    public static ReconciliationId From(Guid value) => new(value);
}

public enum ReconciliationState
{
    Running,
    Completed,
    Failed,
}

/// <summary>What a part of a reconciliation came to.</summary>
public readonly record struct ReconciliationCounts(int Compared, int Agreed, int Opened, int Standing, int Closed, int Unknown, int Unreadable)
{
    public static ReconciliationCounts operator +(ReconciliationCounts a, ReconciliationCounts b) =>
        new(a.Compared + b.Compared, a.Agreed + b.Agreed, a.Opened + b.Opened, a.Standing + b.Standing, a.Closed + b.Closed, a.Unknown + b.Unknown, a.Unreadable + b.Unreadable);
}

/// <summary>One comparison of all that a source believes with the order book, from its list or from a file.</summary>
public sealed class ReconciliationRun : ITenantOwned
{
    public const int FileNameMaxLength = 200;
    public const int ErrorMaxLength = 400;
    public const int PlaceMaxLength = 400;

    private ReconciliationRun() { } // EF Core

    public ReconciliationId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public string Source { get; private set; } = "";

    /// <summary>The uploaded file; null: the source was asked.</summary>
    public Guid? File { get; private set; }
    public string? FileName { get; private set; }
    public string? OrderNoColumn { get; private set; }
    public string? StatusColumn { get; private set; }
    public ReconciliationState State { get; private set; }
    public string StartedBy { get; private set; } = "";
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }
    public int Compared { get; private set; }
    public int Agreed { get; private set; }

    /// <summary>Mismatches that were found now.</summary>
    public int Opened { get; private set; }

    /// <summary>Differences that were known, or are younger than the source's usual delay.</summary>
    public int Standing { get; private set; }

    /// <summary>Mismatches that ended because the source has come to agree.</summary>
    public int Closed { get; private set; }

    /// <summary>Orders that the order book does not have.</summary>
    public int Unknown { get; private set; }
    public int Unreadable { get; private set; }

    /// <summary>Orders that the source has spoken of before and left out now, of those placed in the time that it lists.</summary>
    public int Missing { get; private set; }

    /// <summary>When the first and the last of the listed orders that are known here were placed: only within that time something can be missing.</summary>
    public DateTimeOffset? From { get; private set; }
    public DateTimeOffset? Until { get; private set; }

    /// <summary>All that the source lists has been compared; what is missing is looked for.</summary>
    public bool Listed { get; private set; }
    public string? Error { get; private set; }

    /// <summary>How far it has come: the line of the file, or the page of the list.</summary>
    public long Position { get; private set; }

    /// <summary>The last order of the page before, where the list pages by it; while looking for what is missing, the last one looked at.</summary>
    public string? After { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    public static ReconciliationRun Ask(TenantId tenant, string source, string by, DateTimeOffset now) =>
        new() { Id = ReconciliationId.New(), TenantId = tenant, Source = source, StartedBy = by, StartedAt = now };

    public static ReconciliationRun Read(TenantId tenant, string source, Guid file, string fileName, string orderNo, string status, string by, DateTimeOffset now) => new()
    {
        Id = ReconciliationId.New(), TenantId = tenant, Source = source, File = file, FileName = fileName.Length <= FileNameMaxLength ? fileName : fileName[^FileNameMaxLength..],
        OrderNoColumn = orderNo, StatusColumn = status, StartedBy = by, StartedAt = now,
    };

    public void Advance(ReconciliationCounts counts, long position, string? after)
    {
        (Compared, Agreed, Opened, Standing) = (Compared + counts.Compared, Agreed + counts.Agreed, Opened + counts.Opened, Standing + counts.Standing);
        (Closed, Unknown, Unreadable) = (Closed + counts.Closed, Unknown + counts.Unknown, Unreadable + counts.Unreadable);
        (Position, After) = (position, after.Cut(PlaceMaxLength));
    }

    /// <summary>Listed orders were placed between these.</summary>
    public void Cover(DateTimeOffset first, DateTimeOffset last) =>
        (From, Until) = (From is { } from && from < first ? from : first, Until is { } until && until > last ? until : last);

    /// <summary>Goes over to looking for what is missing.</summary>
    public void BeginMissing() => (Listed, After) = (true, "");

    public void Miss(int count, string after) => (Missing, After) = (Missing + count, after);

    public void Complete(DateTimeOffset now) => (State, FinishedAt) = (ReconciliationState.Completed, now);

    public void Fail(string error, DateTimeOffset now) =>
        (State, FinishedAt, Error) = (ReconciliationState.Failed, now, error.Cut(ErrorMaxLength));
}

/// <summary>One order on which a reconciliation found the sides apart.</summary>
public sealed class ReconciliationDifference : ITenantOwned
{
    private ReconciliationDifference() { } // EF Core

    public Guid Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public ReconciliationId RunId { get; private set; }
    public string OrderNo { get; private set; } = "";
    public string Word { get; private set; } = "";
    public int? SourceStatus { get; private set; }

    /// <summary>Null: the order book has no such order.</summary>
    public int? OrderStatus { get; private set; }

    /// <summary>The source has spoken of the order before, and does not list it.</summary>
    public bool Missing { get; private set; }

    /// <summary>The likely reason; null while it is within the source's usual delay, or the order is unknown.</summary>
    public MismatchCause? Cause { get; private set; }

    public static ReconciliationDifference Of(ReconciliationRun run, string orderNo, string word, int? source, int? book, MismatchCause? cause) => new()
    {
        Id = Guid.CreateVersion7(), TenantId = run.TenantId, RunId = run.Id, OrderNo = orderNo, Word = word.Cut(Order.WordMaxLength), SourceStatus = source, OrderStatus = book, Cause = cause,
    };

    public static ReconciliationDifference NotListed(ReconciliationRun run, string orderNo, string word, int? said, int book) => new()
    {
        Id = Guid.CreateVersion7(), TenantId = run.TenantId, RunId = run.Id, OrderNo = orderNo, Word = word, SourceStatus = said, OrderStatus = book, Missing = true,
    };
}

/// <summary>An order that a running reconciliation has come across: what is not among these is missing at the source.</summary>
public sealed class ReconciledOrder : ITenantOwned
{
    private ReconciledOrder() { } // EF Core

    public TenantId TenantId { get; private set; }
    public ReconciliationId RunId { get; private set; }
    public string OrderNo { get; private set; } = "";

    public static ReconciledOrder Of(ReconciliationRun run, string orderNo) => new() { TenantId = run.TenantId, RunId = run.Id, OrderNo = orderNo };
}
