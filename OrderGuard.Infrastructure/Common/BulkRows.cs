using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace OrderGuard.Infrastructure.Common;

/// <summary>Writes many rows of one table in one go, where EF Core would write and send a statement for each: what the intake's pace rests on.</summary>
/// <remarks>Only what EF Core tracks and only inside a transaction; columns, conversions and concurrency tokens come from the model, so that there is nothing to keep in step.</remarks>
internal abstract class BulkRows
{
    /// <summary>Fewer rows than this are left to EF Core: setting up would cost more than it saves.</summary>
    private const int WorthIt = 8;

    /// <summary>Writes the new and changed entities that are worth it, and leaves them as saved; all others are left to EF Core. The number of rows written.</summary>
    /// <exception cref="DbUpdateConcurrencyException">A changed row is no longer as it was read.</exception>
    /// <exception cref="DbUpdateException">The database refused the rows.</exception>
    public async Task<int> WriteAsync(DbContext db, IReadOnlyCollection<EntityEntry> changed, CancellationToken ct)
    {
        var written = 0;
        foreach (var rows in changed.Where(x => x.State is EntityState.Added or EntityState.Modified).GroupBy(x => (x.Metadata, x.State)))
        {
            EntityEntry[] entries = [.. rows];
            if (entries.Length < WorthIt || BulkTable.Of(rows.Key.Metadata) is not { } table) continue;
            var transaction = db.Database.CurrentTransaction!.GetDbTransaction();
            try
            {
                if (rows.Key.State is EntityState.Added) await InsertAsync(transaction, table, entries, ct);
                else if (await UpdateAsync(transaction, table, Changed(table, entries), entries, ct) != entries.Length)
                    throw new DbUpdateConcurrencyException($"Rows of {table.Name} have changed since they were read.");
            }
            catch (DbException e)
            {
                throw new DbUpdateException($"Rows of {table.Name} could not be written.", e);
            }
#pragma warning disable EF1001 // What EF Core itself does after a save; setting the state would leave the values as first tracked for the original ones.
            foreach (var entry in entries) entry.GetInfrastructure().AcceptChanges();
#pragma warning restore EF1001
            written += entries.Length;
        }
        return written;
    }

    protected abstract Task InsertAsync(DbTransaction transaction, BulkTable table, EntityEntry[] rows, CancellationToken ct);

    /// <summary>Writes the columns of the rows that are as they were read; the number of rows found so.</summary>
    protected abstract Task<int> UpdateAsync(DbTransaction transaction, BulkTable table, BulkColumn[] changed, EntityEntry[] rows, CancellationToken ct);

    private static BulkColumn[] Changed(BulkTable table, EntityEntry[] rows) => [.. table.Columns.Where(c => Array.Exists(rows, x => x.Property(c.Property).IsModified))];
}
