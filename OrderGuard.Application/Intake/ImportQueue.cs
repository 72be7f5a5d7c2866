using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>Which import is run next: of the tenant that was served longest ago the one that waits longest.</summary>
public sealed class ImportQueue(SystemScopes scopes, IImportFiles files, TimeProvider clock)
{
    /// <summary>An import that the caller is to run now.</summary>
    public sealed record Started(TenantId Tenant, ImportJobId Job, Guid Run, Guid? File);

    /// <summary>Starts the next job, also one whose node has been silent for <paramref name="silence"/>; null where none waits.</summary>
    public async Task<Started?> TakeAsync(TimeSpan silence, CancellationToken ct)
    {
        var silentSince = clock.GetUtcNow() - silence;
        List<(TenantId Tenant, ImportJobId Job)> candidates;
        await using (var scope = scopes.Open((TenantId?)null))
        {
            var jobs = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>().ImportJobs.OfAllTenants().AsNoTracking();
            var waiting = await jobs.Where(x => x.State == ImportState.Queued || (x.State == ImportState.Running && x.HeartbeatAt < silentSince))
                .GroupBy(x => x.TenantId).Select(x => new { Tenant = x.Key, First = x.Min(j => j.CreatedAt) }).ToListAsync(ct);
            if (waiting.Count == 0) return null;
            var tenants = waiting.Select(x => x.Tenant).ToList();
            var served = await jobs.Where(x => tenants.Contains(x.TenantId) && x.StartedAt != null)
                .GroupBy(x => x.TenantId).Select(x => new { Tenant = x.Key, Last = x.Max(j => j.StartedAt) }).ToDictionaryAsync(x => x.Tenant, x => x.Last, ct);
            candidates = [];
            foreach (var tenant in waiting.OrderBy(x => served.GetValueOrDefault(x.Tenant) ?? DateTimeOffset.MinValue).ThenBy(x => x.First))
            {
                var first = await jobs.Where(x => x.TenantId == tenant.Tenant && x.CreatedAt == tenant.First).Select(x => x.Id).FirstAsync(ct);
                candidates.Add((tenant.Tenant, first));
            }
        }
        foreach (var (tenant, job) in candidates)
        {
            if (await StartAsync(tenant, job, silentSince, ct) is { } started) return started;
        }
        return null;
    }

    /// <summary>Starts a job that the caller runs itself, from a file that is its own.</summary>
    public async Task<Started> StartHereAsync(Caller by, string fileName, string profile, CancellationToken ct)
    {
        await using var scope = scopes.Open(by);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var now = clock.GetUtcNow();
        var job = ImportJob.Queue(by.RequiredTenant, fileName, null, profile, by.Actor.Name, by.Actor.Id, now);
        var run = job.Start(now);
        db.ImportJobs.Add(job);
        scope.ServiceProvider.GetRequiredService<AuditTrail>().Record("import.started", "import", job.Id.Value.ToString(), null, new { job.FileName, job.Profile });
        await db.SaveChangesAsync(ct);
        return new Started(by.RequiredTenant, job.Id, run, null);
    }

    /// <summary>Gives a started job back, because this node stops.</summary>
    public async Task GiveBackAsync(Started started)
    {
        await using var scope = scopes.Open(started.Tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        if (await db.ImportJobs.SingleOrDefaultAsync(x => x.Id == started.Job && x.Run == started.Run) is not { } job) return;
        job.GiveBack();
        await db.SaveChangesAsync();
    }

    /// <summary>Notes that a job cannot be run.</summary>
    public async Task FailAsync(Started started, string error, CancellationToken ct)
    {
        await using var scope = scopes.Open(started.Tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        if (await db.ImportJobs.SingleOrDefaultAsync(x => x.Id == started.Job && x.Run == started.Run, ct) is not { } job) return;
        job.Fail(error, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Removes the files of imports that ended before <paramref name="before"/>, and uploads that no import came of.</summary>
    public async Task SweepAsync(DateTimeOffset before, CancellationToken ct)
    {
        List<(TenantId Tenant, ImportJobId Job)> over;
        HashSet<Guid> wanted;
        await using (var scope = scopes.Open((TenantId?)null))
        {
            var jobs = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>().ImportJobs.OfAllTenants().AsNoTracking().Where(x => x.StoredFile != null);
            over = [.. (await jobs.Where(x => x.FinishedAt < before).OrderBy(x => x.FinishedAt).Select(x => new { x.TenantId, x.Id }).Take(100).ToListAsync(ct)).Select(x => (x.TenantId, x.Id))];
            wanted = [.. await jobs.Where(x => x.FinishedAt == null || x.FinishedAt >= before).Select(x => x.StoredFile!.Value).ToListAsync(ct)];
        }
        foreach (var (tenant, id) in over)
        {
            await using var scope = scopes.Open(tenant);
            var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
            var job = await db.ImportJobs.SingleAsync(x => x.Id == id, ct);
            if (job.StoredFile is { } file) files.Delete(tenant, file);
            job.ForgetFile();
            await db.SaveChangesAsync(ct);
        }
        files.Sweep(before, wanted);
    }

    private async Task<Started?> StartAsync(TenantId tenant, ImportJobId id, DateTimeOffset silentSince, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        if (await db.ImportJobs.SingleOrDefaultAsync(x => x.Id == id, ct) is not { } job || !job.MayStart(silentSince)) return null;
        if (job.CancelRequested)
        {
            job.Cancelled(clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
            return null;
        }
        var run = job.Start(clock.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(ct);
            return new Started(tenant, id, run, job.StoredFile);
        }
        catch (DbUpdateConcurrencyException)
        {
            return null; // Another node was quicker.
        }
    }
}
