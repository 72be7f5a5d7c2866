using System.Text;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Audit;

/// <summary>Writes the audit chain, or the part of it that covers a period, so that it can be verified without a database.</summary>
[Requires(Permission.ViewAudit)]
public sealed record ExportAudit(Stream Output, DateTimeOffset? From = null, DateTimeOffset? Until = null);

/// <summary>Which entries were written.</summary>
public sealed record ExportedAudit(long From, long To);

internal sealed class ExportAuditHandler(IOrderGuardDb db, Caller caller, AuditTrail audit, TimeProvider clock) : IHandler<ExportAudit, ExportedAudit>
{
    private const int PageSize = 1000;

    public async Task<Result<ExportedAudit>> HandleAsync(ExportAudit request, CancellationToken ct)
    {
        audit.Record("audit.exported", "audit", "export", null, new { request.From, request.Until });
        await db.SaveChangesAsync(ct);

        var tenant = caller.RequiredTenant;
        var ledger = await db.Ledgers.AsNoTracking().SingleAsync(ct);
        var (from, to) = await RangeAsync(request, ledger.AuditSequence, ct);
        var head = to == ledger.AuditSequence ? ledger.AuditHash : await HashAsync(to, ct) ?? AuditEntry.Genesis;
        var seal = await db.AuditSeals.AsNoTracking().Where(x => x.HeadSequence < from && x.HeadSequence > 0).OrderByDescending(x => x.Number).FirstOrDefaultAsync(ct);
        var before = from == 1 ? AuditEntry.Genesis : seal?.HeadSequence == from - 1 ? seal.HeadHash : await HashAsync(from - 1, ct) ?? await PreviousHashAsync(from, ct);

        await using var writer = new StreamWriter(request.Output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        var code = await db.Tenants.Where(x => x.Id == tenant).Select(x => x.Code).FirstOrDefaultAsync(ct) ?? "platform";
        await writer.WriteLineAsync(AuditFile.Write(new AuditFileHeader(
            AuditFile.Format, tenant.Value, code, from, to, before, head, seal is null ? null : AuditFileSeal.Of(seal), clock.GetUtcNow().ToUniversalTime())));

        var last = from - 1;
        while (last < to)
        {
            var page = await db.AuditEntries.AsNoTracking().Where(x => x.Sequence > last && x.Sequence <= to).OrderBy(x => x.Sequence).Take(PageSize).ToListAsync(ct);
            if (page.Count == 0) break;
            foreach (var entry in page) await writer.WriteLineAsync(AuditFile.Write(AuditFileEntry.Of(entry)));
            await writer.FlushAsync(ct);
            last = page[^1].Sequence;
        }
        await writer.WriteLineAsync(AuditFile.Write(new AuditFileTrailer(to - from + 1, head)));
        return new ExportedAudit(from, to);
    }

    /// <summary>A part of a chain has no holes: from the first entry of the period to its last, and all between.</summary>
    private async Task<(long From, long To)> RangeAsync(ExportAudit request, long head, CancellationToken ct)
    {
        var from = request.From is { } since
            ? await db.AuditEntries.Where(x => x.At >= since).MinAsync(x => (long?)x.Sequence, ct)
            : await db.AuditEntries.MinAsync(x => (long?)x.Sequence, ct);
        var to = request.Until is { } until ? await db.AuditEntries.Where(x => x.At < until).MaxAsync(x => (long?)x.Sequence, ct) ?? 0 : head;
        to = Math.Min(to, head);
        var first = from ?? head + 1;
        return (first, Math.Max(to, first - 1));
    }

    private Task<string?> HashAsync(long sequence, CancellationToken ct) =>
        db.AuditEntries.Where(x => x.Sequence == sequence).Select(x => x.Hash).FirstOrDefaultAsync(ct);

    private async Task<string> PreviousHashAsync(long sequence, CancellationToken ct) =>
        await db.AuditEntries.Where(x => x.Sequence == sequence).Select(x => x.PreviousHash).FirstOrDefaultAsync(ct) ?? AuditEntry.Genesis;
}
