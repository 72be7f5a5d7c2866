using Microsoft.EntityFrameworkCore;
using OrderGuard.Domain.Audit;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Audit;

public sealed class AuditChainTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Entries_written_at_once_from_many_sides_form_one_chain_without_gaps()
    {
        await using var app = await TestApp.StartAsync();
        var tenant = await app.FoundTenantAsync("grocer");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => app.InAsync(tenant, async db =>
        {
            for (var i = 0; i < 5; i++)
            {
                db.AuditEntries.Add(AuditEntry.Of(tenant, Actor.System, "test.done", "test", $"{n}-{i}", null, null, null, Noon));
                await db.SaveChangesAsync();
            }
        })));

        var entries = await app.InAsync(tenant, db => db.AuditEntries.OrderBy(x => x.Sequence).ToListAsync());
        entries.Select(x => x.Sequence).ShouldBe(Enumerable.Range(1, 40).Select(x => (long)x));
        var previous = AuditEntry.Genesis;
        foreach (var entry in entries)
        {
            entry.PreviousHash.ShouldBe(previous);
            entry.ComputeHash().ShouldBe(entry.Hash);
            previous = entry.Hash;
        }
    }
}
