using Microsoft.EntityFrameworkCore;
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

namespace OrderGuard.Application.Common;

/// <summary>The store, as use cases see it: every tenant-owned set shows the caller's tenant only.</summary>
public interface IOrderGuardDb
{
    DbSet<Tenant> Tenants { get; }
    DbSet<Membership> Memberships { get; }
    DbSet<TenantLedger> Ledgers { get; }
    DbSet<Invitation> Invitations { get; }
    DbSet<PasswordReset> PasswordResets { get; }
    DbSet<UserSession> UserSessions { get; }
    DbSet<Order> Orders { get; }
    DbSet<OrderEvent> OrderEvents { get; }
    DbSet<SavedFilter> SavedFilters { get; }
    DbSet<WorkItem> WorkItems { get; }
    DbSet<Alert> Alerts { get; }
    DbSet<AlertNote> AlertNotes { get; }
    DbSet<EscalationStep> EscalationSteps { get; }
    DbSet<ActionRequest> ActionRequests { get; }
    DbSet<FulfilmentAssessment> FulfilmentAssessments { get; }
    DbSet<FulfilmentRiskModel> FulfilmentRiskModels { get; }
    DbSet<RiskAssessment> RiskAssessments { get; }
    DbSet<RiskModel> RiskModels { get; }
    DbSet<TrainingRun> TrainingRuns { get; }
    DbSet<ModelDrift> ModelDrifts { get; }
    DbSet<WatchedOrder> WatchedOrders { get; }
    DbSet<RiskListEntry> RiskListEntries { get; }
    DbSet<ReviewCase> ReviewCases { get; }
    DbSet<RiskLabel> RiskLabels { get; }
    DbSet<Domain.Risk.Samples.RiskSampleSet> RiskSampleSets { get; }
    DbSet<DisplayToken> DisplayTokens { get; }
    DbSet<AuditEntry> AuditEntries { get; }
    DbSet<AuditSeal> AuditSeals { get; }
    DbSet<ConfigurationVersion> ConfigurationVersions { get; }
    DbSet<ConfigurationDraft> ConfigurationDrafts { get; }
    DbSet<ApiKey> ApiKeys { get; }
    DbSet<ApiRequest> ApiRequests { get; }
    DbSet<KeyTally> KeyTallies { get; }
    DbSet<MoveUndo> MoveUndos { get; }
    DbSet<MoveUndoRow> MoveUndoRows { get; }
    DbSet<UsedNonce> UsedNonces { get; }
    DbSet<IdempotentAnswer> IdempotentAnswers { get; }
    DbSet<MaintenanceBreach> MaintenanceBreaches { get; }
    DbSet<SourceClock> SourceClocks { get; }
    DbSet<ImportJob> ImportJobs { get; }
    DbSet<Secret> Secrets { get; }
    DbSet<Delivery> Deliveries { get; }
    DbSet<ChannelGate> ChannelGates { get; }
    DbSet<RejectedRow> RejectedRows { get; }
    DbSet<StatusPush> StatusPushes { get; }
    DbSet<TargetGate> TargetGates { get; }
    DbSet<SourceDelay> SourceDelays { get; }
    DbSet<Mismatch> Mismatches { get; }
    DbSet<ReconciliationRun> ReconciliationRuns { get; }
    DbSet<ReconciliationDifference> ReconciliationDifferences { get; }
    DbSet<ReconciledOrder> ReconciledOrders { get; }
    DbSet<Rehearsal> Rehearsals { get; }
    DbSet<OutboxEvent> OutboxEvents { get; }
    DbSet<OutboxPosition> OutboxPositions { get; }
    DbSet<DeadLetter> DeadLetters { get; }

    /// <summary>Tells outside what happened: numbered and saved in the transaction of the next save.</summary>
    void Tell(DomainEvent happened);

    Task<int> SaveChangesAsync(CancellationToken ct = default);

    /// <summary>Runs all of <paramref name="work"/> in one transaction, again from the start where the connection was lost.</summary>
    Task<T> InTransactionAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct);

    /// <summary>Saves what was read before and changed since, by <paramref name="save"/> in one transaction.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Somebody was faster, or the connection broke and what was read can no longer be relied upon: read again.</exception>
    Task SaveAtOnceAsync(Func<CancellationToken, Task> save, CancellationToken ct);

    /// <summary>Holds the tenant's ledger row until the transaction ends: whoever else locks it, or saves what is numbered there, waits and then sees what was committed.</summary>
    Task LockLedgerAsync(CancellationToken ct);

    /// <summary>Forgets what was read and changed so far, to begin again after a lost race.</summary>
    void Forget();

    /// <summary>Has an entity saved even where nothing of it changed: whoever decided meanwhile by its old state loses the race.</summary>
    void Touch(object entity);

    bool IsUniqueViolation(DbUpdateException exception);
}
