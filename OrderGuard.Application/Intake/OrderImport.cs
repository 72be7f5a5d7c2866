using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>Runs one import from its first row to its last, a chunk at a time, in memory that does not grow with the file.</summary>
public sealed partial class OrderImport(SystemScopes scopes, IOrderFileReader files, ConfigurationSnapshots configurations, TimeProvider clock, ILogger<OrderImport> logger)
{
    private const int RowsOfAChunk = 500;
    private const int EventsOfAChunk = 1_000;

    /// <summary>Runs a job that was started as <paramref name="run"/>; what it came to is on the job.</summary>
    /// <param name="progress">Told after each chunk.</param>
    public async Task RunAsync(TenantId tenant, ImportJobId job, Guid run, Stream content, IProgress<ImportView>? progress, CancellationToken ct)
    {
        try
        {
            await RunRowsAsync(tenant, job, run, content, progress, ct);
        }
        catch (RunLost)
        {
            LogLost(job.Value);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e, job.Value);
            await EndAsync(tenant, job, run, x => x.Fail("The import stopped because of an error of the system. Start it again: nothing is applied twice.", clock.GetUtcNow()), progress, ct);
        }
    }

    private async Task RunRowsAsync(TenantId tenant, ImportJobId job, Guid run, Stream content, IProgress<ImportView>? progress, CancellationToken ct)
    {
        var startedAt = clock.GetUtcNow();
        var (profileCode, by) = await BeginAsync(tenant, job, run, ct);
        var configuration = await ConfigurationAsync(tenant, ct);
        if (configuration.Document.ImportProfiles.FirstOrDefault(x => x.Code == profileCode) is not { } profile)
        {
            await EndAsync(tenant, job, run, x => x.Fail($"There is no import profile {profileCode}.", clock.GetUtcNow()), progress, ct);
            return;
        }

        using var file = files.Open(content, profile.Delimiter);
        var opened = OrderRowReader.For(profile, configuration, file.Columns, startedAt);
        if (opened.Refusal is { } refusal)
        {
            await EndAsync(tenant, job, run, x => x.Fail(refusal.Message, clock.GetUtcNow()), progress, ct);
            return;
        }

        var reader = opened.Required;
        var chunk = new Chunk();
        var counts = default(ImportCounts);
        foreach (var row in file.Rows())
        {
            chunk.Add(reader.Read(row));
            if (chunk.Rows < RowsOfAChunk && chunk.Events < EventsOfAChunk) continue;
            counts = await ApplyAsync(tenant, profile, by, startedAt, chunk, counts, ct);
            if (await ReportAsync(tenant, job, run, chunk, counts, file.Progress, progress, ct)) return;
            chunk = new Chunk();
        }
        counts = await ApplyAsync(tenant, profile, by, startedAt, chunk, counts, ct);
        if (await ReportAsync(tenant, job, run, chunk, counts, 1, progress, ct)) return;
        await EndAsync(tenant, job, run, x => x.Complete(clock.GetUtcNow()), progress, ct);
    }

    private async Task<(string Profile, Caller By)> BeginAsync(TenantId tenant, ImportJobId id, Guid run, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var job = await db.ImportJobs.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id && x.Run == run, ct) ?? throw new RunLost();
        await db.RejectedRows.Where(x => x.JobId == id).ExecuteDeleteAsync(ct);
        var by = Caller.System(tenant) with { Actor = new Actor(ActorKind.System, job.CreatedById, job.CreatedBy, null) };
        return (job.Profile, by);
    }

    private async Task<TenantConfiguration> ConfigurationAsync(TenantId tenant, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        return await configurations.GetAsync(scope.ServiceProvider.GetRequiredService<IOrderGuardDb>(), tenant, ct);
    }

    private async Task<ImportCounts> ApplyAsync(TenantId tenant, ImportProfile profile, Caller by, DateTimeOffset startedAt, Chunk chunk, ImportCounts counts, CancellationToken ct)
    {
        if (chunk.Rows == 0) return counts;
        await using var scope = scopes.Open(by);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var numbers = chunk.Orders.Select(x => x.OrderNo).Distinct(StringComparer.Ordinal).ToArray();
        var known = (await db.Orders.Where(x => numbers.Contains(x.OrderNo)).Select(x => x.OrderNo).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);

        var reports = new List<IncomingReport>(chunk.Events);
        foreach (var order in chunk.Orders)
        {
            var facts = Hashed(order.Facts, tenant, scope.ServiceProvider);
            reports.AddRange(order.Events.Select(x => new IncomingReport(by, profile.Source, x with { Order = facts }, Historical: true, ArmFrom: startedAt)));
        }
        var results = await scope.ServiceProvider.GetRequiredService<OrderBook>().ApplyAsync(reports, ct);

        long created = 0, applied = 0;
        var next = 0;
        foreach (var order in chunk.Orders)
        {
            RowProblem? problem = null;
            for (var i = 0; i < order.Events.Count; i++)
            {
                var result = results[next++];
                if (result.Outcome is EventOutcome.Invalid) problem = RowProblem.Refused(result.Detail);
                else if (result.Outcome is not EventOutcome.Duplicate) applied++;
                if (result.Outcome is EventOutcome.Applied && known.Add(order.OrderNo)) created++;
            }
            if (problem is not null) chunk.Rejected.Add((order.Row, problem));
        }
        return new ImportCounts(counts.Rows + chunk.Rows, counts.OrdersCreated + created, counts.EventsApplied + applied, counts.Rejected + chunk.Rejected.Count);
    }

    /// <summary>Identity numbers and payment fingerprints are never stored as they are.</summary>
    private static OrderFacts? Hashed(OrderFacts? facts, TenantId tenant, IServiceProvider services)
    {
        if (facts?.Customer?.IdNumber is { } number)
            facts = facts with { Customer = facts.Customer with { IdNumber = services.GetRequiredService<IPersonalDataHasher>().Hash(tenant, "id-number", number) } };
        if (facts?.Payment?.Fingerprint is { } fingerprint)
            facts = facts with { Payment = facts.Payment with { Fingerprint = services.GetRequiredService<IPersonalDataHasher>().Hash(tenant, "payment", fingerprint) } };
        return facts;
    }

    /// <summary>Notes a chunk on the job; true where the job was cancelled.</summary>
    private async Task<bool> ReportAsync(TenantId tenant, ImportJobId id, Guid run, Chunk chunk, ImportCounts counts, double share, IProgress<ImportView>? progress, CancellationToken ct)
    {
        var cancelled = await ChangeAsync(tenant, id, run, (job, db, audit) =>
        {
            var now = clock.GetUtcNow();
            job.Report(counts, share, now);
            foreach (var (row, problem) in chunk.Rejected) db.RejectedRows.Add(RejectedRow.Of(tenant, id, row.Line, problem.ToString(), row.Text));
            if (!job.CancelRequested) return false;
            job.Cancelled(now);
            RecordEnd(audit, job);
            return true;
        }, progress, ct);
        return cancelled;
    }

    private Task<bool> EndAsync(TenantId tenant, ImportJobId id, Guid run, Action<ImportJob> end, IProgress<ImportView>? progress, CancellationToken ct) =>
        ChangeAsync(tenant, id, run, (job, _, audit) =>
        {
            end(job);
            RecordEnd(audit, job);
            return true;
        }, progress, ct);

    private static void RecordEnd(AuditTrail audit, ImportJob job) =>
        audit.Record($"import.{job.State.ToString().ToLowerInvariant()}", "import", job.Id.Value.ToString(), null,
            new { job.FileName, job.Profile, job.Rows, job.OrdersCreated, job.EventsApplied, job.Rejected, job.Error });

    /// <summary>Changes the job; a person may cancel it in the same moment, so a lost race is run again.</summary>
    private async Task<bool> ChangeAsync(TenantId tenant, ImportJobId id, Guid run, Func<ImportJob, IOrderGuardDb, AuditTrail, bool> change, IProgress<ImportView>? progress, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var scope = scopes.Open(tenant);
            var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
            var job = await db.ImportJobs.SingleOrDefaultAsync(x => x.Id == id && x.Run == run, ct) ?? throw new RunLost();
            var answer = change(job, db, scope.ServiceProvider.GetRequiredService<AuditTrail>());
            try
            {
                await db.SaveChangesAsync(ct);
                progress?.Report(ImportView.Of(job));
                return answer;
            }
            catch (DbUpdateConcurrencyException) when (attempt < 5)
            {
                // Read again what the other left, and note it once more.
            }
        }
    }

    /// <summary>Another node has taken the job over.</summary>
    private sealed class RunLost : Exception;

    private sealed class Chunk
    {
        public List<ReadOrder> Orders { get; } = [];
        public List<(OrderFileRow Row, RowProblem Problem)> Rejected { get; } = [];
        public int Rows { get; private set; }
        public int Events { get; private set; }

        public void Add(ReadOrder read)
        {
            Rows++;
            Events += read.Events.Count;
            if (read.Problem is { } problem) Rejected.Add((read.Row, problem));
            else Orders.Add(read);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Import {Job} failed")]
    private partial void LogFailed(Exception exception, Guid job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Import {Job} is run by another node now")]
    private partial void LogLost(Guid job);
}
