using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>One row of a file of orders. <paramref name="Problem"/>: why its cells could not be told apart, where they could not.</summary>
/// <param name="Line">The line on which it begins; the header is line 1.</param>
/// <param name="Text">The row as it stands in the file.</param>
public sealed record OrderFileRow(long Line, IReadOnlyList<string> Cells, string Text, RowProblem? Problem = null);

/// <summary>A file of orders, opened: its columns, then its rows one after the other, never all at once.</summary>
public interface IOrderFile : IDisposable
{
    IReadOnlyList<string> Columns { get; }

    /// <summary>The encoding and the delimiter that were found out.</summary>
    string Encoding { get; }

    string Delimiter { get; }

    /// <summary>The share of the file that has been read, 0 to 1.</summary>
    double Progress { get; }

    IEnumerable<OrderFileRow> Rows();
}

/// <summary>Opens files of orders, whatever their encoding and delimiter.</summary>
public interface IOrderFileReader
{
    /// <summary>Opens <paramref name="content"/>, which can be read twice; a null delimiter is found out from the header.</summary>
    IOrderFile Open(Stream content, string? delimiter);
}

/// <summary>Keeps uploaded files until their import is over, each tenant's apart from the others'.</summary>
public interface IImportFiles
{
    /// <summary>Takes a file in without ever holding it in memory; null where it is larger than what is taken.</summary>
    Task<(Guid Id, long Bytes)?> SaveAsync(TenantId tenant, Stream content, CancellationToken ct);

    /// <summary>The file; null where it is not, or no longer, there.</summary>
    Stream? Open(TenantId tenant, Guid id);

    void Delete(TenantId tenant, Guid id);

    /// <summary>Removes what was uploaded before <paramref name="before"/> and is not among <paramref name="wanted"/>.</summary>
    void Sweep(DateTimeOffset before, IReadOnlySet<Guid> wanted);
}
