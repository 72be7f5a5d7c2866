using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Risk;

internal sealed class RiskAssessmentTable : IEntityTypeConfiguration<RiskAssessment>
{
    public void Configure(EntityTypeBuilder<RiskAssessment> builder)
    {
        builder.ToTable("risk_assessments");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.OrderNo).HasMaxLength(Order.OrderNoMaxLength);
        builder.Property(x => x.ForcedCode).HasMaxLength(RiskAssessment.CodeMaxLength);
        builder.Property(x => x.Degraded).HasJson();
        builder.Property(x => x.Tags).HasPackedJson();
        builder.Property(x => x.Reasons).HasPackedJson();
        builder.Property(x => x.Rules).HasJson();
        // Whoever replaces what another node has replaced meanwhile reads again: an order has one current assessment.
        builder.Property(x => x.IsCurrent).IsConcurrencyToken();
        builder.HasIndex(x => new { x.TenantId, x.OrderId, x.AssessedAt });
        // Holds what the distribution of scores and the analytics are counted by, so that counting reads the index alone.
        builder.HasIndex(x => new { x.TenantId, x.AssessedAt, x.IsCurrent, x.Percent, x.Tier });
    }
}

internal sealed class RiskModelTable : IEntityTypeConfiguration<RiskModel>
{
    public void Configure(EntityTypeBuilder<RiskModel> builder)
    {
        builder.ToTable("risk_models");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.LearntBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.Features).HasJson();
        builder.Property(x => x.Figures).HasJson();
        builder.Property(x => x.Report).HasJson();
        builder.HasIndex(x => new { x.TenantId, x.Kind, x.Version }).IsUnique();
    }
}

internal sealed class WatchedOrderTable : IEntityTypeConfiguration<WatchedOrder>
{
    public void Configure(EntityTypeBuilder<WatchedOrder> builder)
    {
        builder.ToTable("watched_orders");
        builder.HasKey(x => x.OrderId);
        builder.Property(x => x.OrderId).ValueGeneratedNever();
        builder.Property(x => x.OrderNo).HasMaxLength(Order.OrderNoMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.Until });
    }
}

internal sealed class RiskListEntryTable : IEntityTypeConfiguration<RiskListEntry>
{
    public void Configure(EntityTypeBuilder<RiskListEntry> builder)
    {
        builder.ToTable("risk_list_entries");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Key).HasMaxLength(RiskListEntry.KeyMaxLength);
        builder.Property(x => x.Shown).HasMaxLength(RiskListEntry.ShownMaxLength);
        builder.Property(x => x.Reason).HasMaxLength(RiskListEntry.ReasonMaxLength);
        builder.Property(x => x.AddedBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.RemovedBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.AddedAt });
    }
}
