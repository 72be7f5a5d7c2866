using System.Reflection;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using OrderGuard.Application.Alerts;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Notifications;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Domain.Timeouts;
using OrderGuard.Infrastructure.Integrations;
using OrderGuard.Infrastructure.Tenancy;

namespace OrderGuard.Infrastructure.Common;

/// <summary>The one model for all three databases.</summary>
public abstract class OrderGuardDb(DbContextOptions options, CallerScope callers, ILiveFeed feed, IWorkSignal workSignal, TimeProvider clock)
    : IdentityUserContext<PortalUser, Guid>(options), IOrderGuardDb
{
    private readonly List<AlertLiveChange> _committing = [];
    private readonly List<DomainEvent> _told = [];
    private DateTimeOffset? _wakesAt;

    public DbSet<Tenant> Tenants => Set<Tenant>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<TenantLedger> Ledgers => Set<TenantLedger>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<PasswordReset> PasswordResets => Set<PasswordReset>();
    public DbSet<UserSession> UserSessions => Set<UserSession>();
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<OrderEvent> OrderEvents => Set<OrderEvent>();
    public DbSet<SavedFilter> SavedFilters => Set<SavedFilter>();
    public DbSet<WorkItem> WorkItems => Set<WorkItem>();
    public DbSet<Alert> Alerts => Set<Alert>();
    public DbSet<AlertNote> AlertNotes => Set<AlertNote>();
    public DbSet<EscalationStep> EscalationSteps => Set<EscalationStep>();
    public DbSet<ActionRequest> ActionRequests => Set<ActionRequest>();
    public DbSet<FulfilmentAssessment> FulfilmentAssessments => Set<FulfilmentAssessment>();
    public DbSet<FulfilmentRiskModel> FulfilmentRiskModels => Set<FulfilmentRiskModel>();
    public DbSet<RiskAssessment> RiskAssessments => Set<RiskAssessment>();
    public DbSet<RiskModel> RiskModels => Set<RiskModel>();
    public DbSet<TrainingRun> TrainingRuns => Set<TrainingRun>();
    public DbSet<ModelDrift> ModelDrifts => Set<ModelDrift>();
    public DbSet<WatchedOrder> WatchedOrders => Set<WatchedOrder>();
    public DbSet<RiskListEntry> RiskListEntries => Set<RiskListEntry>();
    public DbSet<ReviewCase> ReviewCases => Set<ReviewCase>();
    public DbSet<RiskLabel> RiskLabels => Set<RiskLabel>();
    public DbSet<Domain.Risk.Samples.RiskSampleSet> RiskSampleSets => Set<Domain.Risk.Samples.RiskSampleSet>();
    public DbSet<DisplayToken> DisplayTokens => Set<DisplayToken>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<AuditSeal> AuditSeals => Set<AuditSeal>();
    public DbSet<ConfigurationVersion> ConfigurationVersions => Set<ConfigurationVersion>();
    public DbSet<ConfigurationDraft> ConfigurationDrafts => Set<ConfigurationDraft>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<ApiRequest> ApiRequests => Set<ApiRequest>();
    public DbSet<KeyTally> KeyTallies => Set<KeyTally>();
    public DbSet<MoveUndo> MoveUndos => Set<MoveUndo>();
    public DbSet<MoveUndoRow> MoveUndoRows => Set<MoveUndoRow>();
    public DbSet<UsedNonce> UsedNonces => Set<UsedNonce>();
    public DbSet<IdempotentAnswer> IdempotentAnswers => Set<IdempotentAnswer>();
    public DbSet<MaintenanceBreach> MaintenanceBreaches => Set<MaintenanceBreach>();
    public DbSet<SourceClock> SourceClocks => Set<SourceClock>();
    public DbSet<ImportJob> ImportJobs => Set<ImportJob>();
    public DbSet<Secret> Secrets => Set<Secret>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    public DbSet<ChannelGate> ChannelGates => Set<ChannelGate>();
    public DbSet<RejectedRow> RejectedRows => Set<RejectedRow>();
    public DbSet<StatusPush> StatusPushes => Set<StatusPush>();
    public DbSet<TargetGate> TargetGates => Set<TargetGate>();
    public DbSet<SourceDelay> SourceDelays => Set<SourceDelay>();
    public DbSet<Mismatch> Mismatches => Set<Mismatch>();
    public DbSet<ReconciliationRun> ReconciliationRuns => Set<ReconciliationRun>();
    public DbSet<ReconciliationDifference> ReconciliationDifferences => Set<ReconciliationDifference>();
    public DbSet<ReconciledOrder> ReconciledOrders => Set<ReconciledOrder>();
    public DbSet<Rehearsal> Rehearsals => Set<Rehearsal>();
    public DbSet<OutboxEvent> OutboxEvents => Set<OutboxEvent>();
    public DbSet<OutboxPosition> OutboxPositions => Set<OutboxPosition>();
    public DbSet<DeadLetter> DeadLetters => Set<DeadLetter>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>The caller's tenant, for the filter of every tenant-owned set; none sees no row.</summary>
    public TenantId Tenant => callers.Current.TenantId ?? default;

    public void Forget()
    {
        ChangeTracker.Clear();
        _committing.Clear();
        _told.Clear();
        _wakesAt = null;
    }

    public void Touch(object entity)
    {
        if (Entry(entity) is { State: EntityState.Unchanged } entry) entry.State = EntityState.Modified;
    }

    public void Tell(DomainEvent happened) => _told.Add(happened);

    public abstract bool IsUniqueViolation(DbUpdateException exception);

    /// <summary>Brings what the database knows of its tables up to date where it would not by itself in time.</summary>
    internal virtual Task LookAtTablesAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>Waits for its turn to write, where the database takes one writer at a time; the turn ends with what is returned.</summary>
    private protected virtual ValueTask<IDisposable?> TakeTurnAsync(CancellationToken ct) => default;

    /// <summary>How this database takes many rows at once; none where EF Core's own batches have to do.</summary>
    private protected virtual BulkRows? Bulk => null;

    /// <summary>What an index over the few rows where a flag is set is filtered by.</summary>
    protected abstract string Only(string flag);

    /// <summary>What an index over the rows where a column does not hold one word is filtered by.</summary>
    protected virtual string Without(string column, string word) => $"\"{column}\" <> '{word}'";

    /// <summary>What an index over the rows that have a value is filtered by.</summary>
    protected virtual string Given(string column) => $"\"{column}\" IS NOT NULL";

    public async Task<T> InTransactionAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        if (Database.CurrentTransaction is not null) return await work(ct);

        var first = true;
        var answer = await Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            if (!first) Forget();
            first = false;
            using var turn = await TakeTurnAsync(token);
            await using var transaction = await Database.BeginTransactionAsync(token);
            var done = await work(token);
            await transaction.CommitAsync(token);
            return done;
        }, ct);
        Announce();
        return answer;
    }

    public Task SaveAtOnceAsync(Func<CancellationToken, Task> save, CancellationToken ct)
    {
        var tried = false;
        return InTransactionAsync(async token =>
        {
            if (tried) throw new DbUpdateConcurrencyException("The connection broke while saving.");
            tried = true;
            await save(token);
            return true;
        }, ct);
    }

    /// <summary>Saves all that is tracked in one transaction, many rows at once.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Somebody was faster, or the connection broke: read again.</exception>
    internal Task SaveAtOnceAsync(CancellationToken ct) => SaveAtOnceAsync(token => SaveChangesAsync(token), ct);

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Saving is asynchronous here.");

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        // Once: EF Core would look again at every step, which with thousands of entities is most of the work.
        var detects = ChangeTracker.AutoDetectChangesEnabled;
        ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            return await SaveDetectedAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    private async Task<int> SaveDetectedAsync(bool accept, CancellationToken ct)
    {
        var changed = ChangeTracker.Entries().Where(x => x.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList();
        DropNumbered(changed);
        foreach (var entry in changed)
        {
            if (entry.Entity is ITenantOwned owned && owned.TenantId != Tenant)
                throw new InvalidOperationException($"A {entry.Entity.GetType().Name} of tenant {owned.TenantId.Value} cannot be saved for tenant {Tenant.Value}.");
            if (entry.State is not EntityState.Deleted && entry.Metadata.FindProperty("Revision") is { } revision)
                entry.Property(revision).CurrentValue = Guid.CreateVersion7();
        }

        var audits = changed.Where(x => x.State is EntityState.Added).Select(x => x.Entity).OfType<AuditEntry>().ToList();
        var alerts = changed.Where(x => x.State is EntityState.Added or EntityState.Modified && x.Entity is Alert).ToList();
        foreach (var item in changed.Where(x => x.State is not EntityState.Deleted).Select(x => x.Entity).OfType<WorkItem>())
            if (_wakesAt is not { } at || item.VisibleAt < at) _wakesAt = item.VisibleAt;
        var ambient = Database.CurrentTransaction is not null;
        var told = OutboxWriter.Of(_told, changed);
        if (audits.Count == 0 && alerts.Count == 0 && told.Count == 0)
        {
            if (ambient) return await WriteAsync(changed, accept, ct);
            using var turn = changed.Count == 0 ? null : await TakeTurnAsync(ct);
            var saved = await base.SaveChangesAsync(accept, ct);
            Announce();
            return saved;
        }
        if (ambient)
        {
            await NumberAsync(audits, alerts, told, changed, ct);
            _told.Clear();
            return await WriteAsync(changed, accept, ct);
        }

        var written = await Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            _committing.Clear();
            DropNumbered(changed);
            using var turn = await TakeTurnAsync(token);
            await using var transaction = await Database.BeginTransactionAsync(token);
            await NumberAsync(audits, alerts, told, changed, token);
            var rows = await base.SaveChangesAsync(false, token);
            await transaction.CommitAsync(token);
            return rows;
        }, ct);
        if (accept) ChangeTracker.AcceptAllChanges();
        _told.Clear();
        Announce();
        return written;
    }

    /// <summary>Inside a transaction that is retried as a whole, many rows at once where the database can.</summary>
    private async Task<int> WriteAsync(List<EntityEntry> changed, bool accept, CancellationToken ct)
    {
        var inBulk = Bulk is { } bulk ? await bulk.WriteAsync(this, changed, ct) : 0;
        return inBulk + await base.SaveChangesAsync(accept, ct);
    }

    /// <summary>A save that failed has left numbers that another may have taken since: the next takes new ones.</summary>
    private static void DropNumbered(List<EntityEntry> changed)
    {
        foreach (var left in changed.Where(x => x is { Entity: OutboxEvent, State: EntityState.Added })) left.State = EntityState.Detached;
        changed.RemoveAll(x => x is { Entity: OutboxEvent, State: EntityState.Detached });
    }

    public Task LockLedgerAsync(CancellationToken ct) => Ledgers.ExecuteUpdateAsync(x => x.SetProperty(l => l.AuditSequence, l => l.AuditSequence), ct);

    /// <summary>Takes the tenant's ledger row first: whoever comes second waits, so that chain and feed stay in the order of the commits.</summary>
    private async Task NumberAsync(List<AuditEntry> audits, List<EntityEntry> alerts, List<Func<DomainEvent>> told, List<EntityEntry> changed, CancellationToken ct)
    {
        int auditCount = audits.Count, alertCount = alerts.Count, toldCount = told.Count;
        var taken = await Ledgers.ExecuteUpdateAsync(x => x
            .SetProperty(l => l.AuditSequence, l => l.AuditSequence + auditCount)
            .SetProperty(l => l.AlertSequence, l => l.AlertSequence + alertCount)
            .SetProperty(l => l.OutboxSequence, l => l.OutboxSequence + toldCount), ct);
        if (taken != 1) throw new InvalidOperationException($"Tenant {Tenant.Value} has no ledger.");
        var ledger = await Ledgers.AsNoTracking().SingleAsync(ct);

        var sequence = ledger.AuditSequence - auditCount;
        var hash = ledger.AuditHash;
        foreach (var audit in audits)
        {
            audit.Chain(++sequence, hash);
            hash = audit.Hash;
        }
        if (auditCount > 0) await Ledgers.ExecuteUpdateAsync(x => x.SetProperty(l => l.AuditHash, hash), ct);

        var number = ledger.AlertSequence - alertCount;
        foreach (var entry in alerts)
        {
            var alert = (Alert)entry.Entity;
            alert.Number(++number);
            entry.DetectChanges();
            var change = entry.State is EntityState.Added ? AlertChange.Raised : alert.State is AlertState.Resolved ? AlertChange.Resolved : AlertChange.Changed;
            _committing.Add(new AlertLiveChange(alert.TenantId, change, AlertView.Of(alert)));
        }

        if (toldCount == 0) return;
        var (next, now) = (ledger.OutboxSequence - toldCount, clock.GetUtcNow());
        foreach (var happened in told) changed.Add(Add(OutboxEvent.Record(Tenant, ++next, happened(), now)));
    }

    private void Announce()
    {
        foreach (var change in _committing) feed.Publish(change);
        _committing.Clear();
        if (_wakesAt is { } at) workSignal.Wake(at);
        _wakesAt = null;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<decimal>().HaveConversion<DecimalConverter>();
        foreach (var id in typeof(ITenantOwned).Assembly.GetTypes().Where(x => x.IsValueType && x.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IIdentifier<>))))
            configurationBuilder.Properties(id).HaveConversion(IdentifierConverter.MakeGenericType(id));
    }

    /// <summary>How an identifier is kept in this database.</summary>
    protected virtual Type IdentifierConverter => typeof(IdentifierConverter<>);

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(OrderGuardDb).Assembly);
        builder.TranslateHours();
        builder.Entity<Order>().HasIndex(x => new { x.TenantId, x.PlacedAt }, "IX_orders_held").HasFilter(Only(nameof(Order.IsHeld)));
        builder.Entity<Order>().HasIndex(x => new { x.TenantId, x.UpdatedAt }, "IX_orders_ended").HasFilter(Given(nameof(Order.CancelledAt)));
        builder.Entity<OrderEvent>().HasIndex(x => new { x.TenantId, x.Source, x.Word }, "IX_order_events_waiting").HasFilter(Only(nameof(OrderEvent.IsWaiting)));
        builder.Entity<AuditEntry>().HasIndex(x => new { x.TenantId, x.Action, x.Sequence }).HasFilter(Without(nameof(AuditEntry.Action), AuditEntry.Moved));
        var filter = typeof(OrderGuardDb).GetMethod(nameof(FilterByTenant), BindingFlags.Instance | BindingFlags.NonPublic)!;
        foreach (var entity in builder.Model.GetEntityTypes().ToList())
        {
            if (typeof(ITenantOwned).IsAssignableFrom(entity.ClrType)) filter.MakeGenericMethod(entity.ClrType).Invoke(this, [builder]);
            if (entity.FindProperty("Revision") is { } revision) revision.IsConcurrencyToken = true;
        }
    }

    private void FilterByTenant<T>(ModelBuilder builder) where T : class, ITenantOwned =>
        builder.Entity<T>().HasQueryFilter(AcrossTenants.Filter, x => x.TenantId == Tenant);
}
