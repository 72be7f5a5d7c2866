using Microsoft.EntityFrameworkCore;
using OrderGuard.Testing.SqlServer;

namespace OrderGuard.Infrastructure.Tests.Common;

public sealed class RecordingSqlServerTests : IDisposable
{
    private readonly RecordingSqlServer _server = new();
    private readonly ParcelDb _db;

    public RecordingSqlServerTests()
    {
        var options = new DbContextOptionsBuilder<ParcelDb>().UseSqlServer("Server=nowhere", sql => sql.EnableRetryOnFailure());
        _server.Attach(options);
        _db = new ParcelDb((DbContextOptions<ParcelDb>)options.Options);
    }

    public void Dispose()
    {
        _db.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task A_query_is_recorded_and_finds_nothing()
    {
        var found = await _db.Parcels.Where(parcel => parcel.Weight > 3).OrderBy(parcel => parcel.Label).Take(5).ToListAsync();

        found.ShouldBeEmpty();
        _server.Statements.ShouldHaveSingleItem().ShouldContain("FROM [Parcels]");
        _server.Malformed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Aggregates_and_existence_are_answered()
    {
        await _db.Parcels.CountAsync();
        await _db.Parcels.MaxAsync(parcel => parcel.Weight);
        (await _db.Parcels.AnyAsync(parcel => parcel.Weight > 3)).ShouldBeFalse();
        (await _db.Parcels.GroupBy(parcel => parcel.Weight).Select(group => group.Count()).ToListAsync()).ShouldBeEmpty();

        _server.Statements.Count.ShouldBe(4);
        _server.Malformed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Inserts_updates_and_deletes_succeed_one_by_one_and_in_batches()
    {
        var parcels = Enumerable.Range(1, 60).Select(weight => new Parcel { Id = Guid.CreateVersion7(), Label = "box", Weight = weight }).ToList();
        _db.AddRange(parcels);
        await _db.SaveChangesAsync();
        foreach (var parcel in parcels) parcel.Weight++;
        await _db.SaveChangesAsync();
        _db.Remove(parcels[0]);
        await _db.SaveChangesAsync();

        _server.Statements.ShouldContain(sql => sql.Contains("MERGE"));
        _server.Statements.ShouldContain(sql => sql.Contains("UPDATE [Parcels]"));
        _server.Statements.ShouldContain(sql => sql.Contains("DELETE FROM [Parcels]"));
        _server.Malformed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Set_based_writes_run_inside_a_transaction()
    {
        await _db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await _db.Database.BeginTransactionAsync();
            (await _db.Parcels.Where(parcel => parcel.Weight > 3).ExecuteUpdateAsync(set => set.SetProperty(x => x.Label, "heavy"))).ShouldBe(1);
            await _db.Parcels.ExecuteDeleteAsync();
            await transaction.CommitAsync();
        });

        _server.Statements.Count.ShouldBe(2);
        _server.Malformed.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_statement_of_another_database_is_reported()
    {
        await _db.Database.ExecuteSqlRawAsync("DELETE FROM parcels WHERE id IN (SELECT id FROM parcels LIMIT 1)");

        _server.Malformed.ShouldHaveSingleItem().ShouldContain("LIMIT 1");
    }

    private sealed class ParcelDb(DbContextOptions<ParcelDb> options) : DbContext(options)
    {
        public DbSet<Parcel> Parcels => Set<Parcel>();
    }

    private sealed class Parcel
    {
        public Guid Id { get; init; }

        public string Label { get; init; } = "";

        public int Weight { get; set; }

        [System.ComponentModel.DataAnnotations.Timestamp]
        public byte[] Version { get; set; } = [];
    }
}
