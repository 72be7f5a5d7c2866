using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.StatusSync;

internal sealed class ReconciliationRunTable : IEntityTypeConfiguration<ReconciliationRun>
{
    public void Configure(EntityTypeBuilder<ReconciliationRun> builder)
    {
        builder.ToTable("reconciliation_runs");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Source).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.FileName).HasMaxLength(ReconciliationRun.FileNameMaxLength);
        builder.Property(x => x.OrderNoColumn).HasMaxLength(ConfigurationLimits.ColumnLength);
        builder.Property(x => x.StatusColumn).HasMaxLength(ConfigurationLimits.ColumnLength);
        builder.Property(x => x.StartedBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.Error).HasMaxLength(ReconciliationRun.ErrorMaxLength);
        builder.Property(x => x.After).HasMaxLength(ReconciliationRun.PlaceMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.StartedAt });
    }
}

internal sealed class ReconciliationDifferenceTable : IEntityTypeConfiguration<ReconciliationDifference>
{
    public void Configure(EntityTypeBuilder<ReconciliationDifference> builder)
    {
        builder.ToTable("reconciliation_differences");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.OrderNo).HasMaxLength(Order.OrderNoMaxLength);
        builder.Property(x => x.Word).HasMaxLength(Order.WordMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.RunId, x.OrderNo });
    }
}

internal sealed class ReconciledOrderTable : IEntityTypeConfiguration<ReconciledOrder>
{
    public void Configure(EntityTypeBuilder<ReconciledOrder> builder)
    {
        builder.ToTable("reconciled_orders");
        builder.HasKey(x => new { x.TenantId, x.RunId, x.OrderNo });
        builder.Property(x => x.OrderNo).HasMaxLength(Order.OrderNoMaxLength);
    }
}

internal sealed class RehearsalTable : IEntityTypeConfiguration<Rehearsal>
{
    public void Configure(EntityTypeBuilder<Rehearsal> builder)
    {
        builder.ToTable("rehearsals");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Source).HasMaxLength(ConfigurationLimits.CodeLength);
        builder.Property(x => x.MappingHash).HasMaxLength(Rehearsal.HashLength);
        builder.Property(x => x.SettingsHash).HasMaxLength(Rehearsal.HashLength);
        builder.Property(x => x.ConfigurationHash).HasMaxLength(Rehearsal.HashLength);
        builder.Property(x => x.StartedBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.Error).HasMaxLength(Rehearsal.ErrorMaxLength);
        builder.Property(x => x.Plan).HasJson();
        builder.Property(x => x.Expectations).HasJson();
        builder.Property(x => x.Told).HasJson();
        builder.Property(x => x.Report).HasJson();
        builder.Ignore(x => x.Number);
        builder.HasIndex(x => new { x.TenantId, x.Source, x.StartedAt });
    }
}
