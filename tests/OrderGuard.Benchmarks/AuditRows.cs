using Microsoft.EntityFrameworkCore;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Testing;

namespace OrderGuard.Benchmarks;

/// <summary>A long chain for searches alone: the rows that <see cref="AuditBenchmark"/> would write one by one, made within PostgreSQL and with hashes that prove nothing.</summary>
internal static class AuditRows
{
    private const int AtOnce = 1_000_000;
    private const string Before = """{"status":20}""", AfterBegins = "{\"status\":50,\"event\":\"", AfterEnds = "\"}";

    public static async Task FillAsync(TestApp app, TenantId tenant, int count, DateTimeOffset start, TimeSpan step)
    {
        await app.InAsync(tenant, async db =>
        {
            db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
            var indexes = await db.Database.SqlQueryRaw<string>("""SELECT indexdef AS "Value" FROM pg_indexes WHERE tablename = 'audit_entries' AND indexname LIKE 'IX%'""").ToListAsync();
            foreach (var name in await db.Database.SqlQueryRaw<string>("""SELECT indexname AS "Value" FROM pg_indexes WHERE tablename = 'audit_entries' AND indexname LIKE 'IX%'""").ToListAsync())
                await RunAsync($"DROP INDEX \"{name}\"");
            for (var from = 1; from <= count; from += AtOnce)
            {
                var (first, last) = (from, Math.Min(count, from + AtOnce - 1));
                await db.Database.ExecuteSqlAsync($"""
                    INSERT INTO audit_entries ("TenantId", "Sequence", "At", "ActorKind", "ActorId", "ActorName", "Address", "Action", "SubjectKind", "Subject", "Before", "After", "TraceId", "PreviousHash", "Hash")
                    SELECT {tenant.Value}, n, {start.UtcTicks} + (n * {step.Ticks}), CASE WHEN n % 50000 = 7 OR n % 50 = 0 THEN 0 ELSE 1 END,
                        CASE WHEN n % 50000 = 7 THEN 'rare' WHEN n % 50 = 0 THEN 'person-' || to_char(n / 50 % 40, 'FM00') ELSE 'key-' || n % 5 END,
                        CASE WHEN n % 50000 = 7 THEN 'Rarely Here' WHEN n % 50 = 0 THEN 'Person ' || to_char(n / 50 % 40, 'FM00') ELSE 'Key ' || n % 5 END,
                        CASE WHEN n % 50000 = 7 THEN '198.51.100.77' WHEN n % 50 = 0 THEN '203.0.113.' || n / 50 % 200 ELSE '10.0.0.' || n % 20 END,
                        CASE WHEN n % 1000 = 1 THEN 'access.denied' WHEN n % 50 = 0 THEN {AuditBenchmark.Actions}[1 + n / 50 % {AuditBenchmark.Actions.Length}] ELSE 'order.moved' END,
                        'order', 'SO-' || n / 4 + 1, {Before}, {AfterBegins} || CASE WHEN n % 100000 = 99 THEN 'needle-' || n / 100000 % {AuditBenchmark.Runs} ELSE 'e-' || n END || {AfterEnds},
                        lpad(to_hex(n), 32, '0'), md5(n::text) || md5((n - 1)::text), md5((n + 1)::text) || md5(n::text)
                    FROM generate_series({first}, {last}) AS n
                    """);
            }
            foreach (var index in indexes) await RunAsync(index);
            await db.Ledgers.ExecuteUpdateAsync(x => x.SetProperty(l => l.AuditSequence, (long)count));
            return count;

#pragma warning disable EF1002 // The database's own names.
            Task<int> RunAsync(string statement) => db.Database.ExecuteSqlRawAsync(statement);
#pragma warning restore EF1002
        });
    }
}
