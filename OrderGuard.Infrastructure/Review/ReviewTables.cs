using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Review;

namespace OrderGuard.Infrastructure.Review;

internal sealed class ReviewCaseTable : IEntityTypeConfiguration<ReviewCase>
{
    public void Configure(EntityTypeBuilder<ReviewCase> builder)
    {
        builder.ToTable("review_cases");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.OrderNo).HasMaxLength(Order.OrderNoMaxLength);
        builder.Property(x => x.Currency).HasMaxLength(3);
        builder.Property(x => x.Category).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.ClaimedByName).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.FirstById).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.FirstByName).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.FirstNote).HasMaxLength(ReviewCase.NoteMaxLength);
        builder.Property(x => x.DecidedById).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.DecidedByName).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.Note).HasMaxLength(ReviewCase.NoteMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.OpenOrder }).IsUnique();
        builder.HasIndex(x => new { x.TenantId, x.State, x.DueAt });
        builder.HasIndex(x => new { x.TenantId, x.OrderId });
        builder.HasIndex(x => new { x.TenantId, x.DecidedAt });
        builder.HasIndex(x => new { x.TenantId, x.OpenedAt, x.State });
    }
}

internal sealed class RiskLabelTable : IEntityTypeConfiguration<RiskLabel>
{
    public void Configure(EntityTypeBuilder<RiskLabel> builder)
    {
        builder.ToTable("risk_labels");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.OrderNo).HasMaxLength(Order.OrderNoMaxLength);
        builder.Property(x => x.By).HasMaxLength(AuditEntry.NameMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.OrderId });
        builder.HasIndex(x => new { x.TenantId, x.At });
    }
}
