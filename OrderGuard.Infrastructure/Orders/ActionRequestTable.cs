using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Orders;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Orders;

internal sealed class ActionRequestTable : IEntityTypeConfiguration<ActionRequest>
{
    public void Configure(EntityTypeBuilder<ActionRequest> builder)
    {
        builder.ToTable("action_requests");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.OrderNo).HasMaxLength(Order.OrderNoMaxLength);
        builder.Property(x => x.Currency).HasMaxLength(3);
        builder.Property(x => x.IdempotencyKey).HasMaxLength(ActionRequest.KeyMaxLength);
        builder.Property(x => x.RequestedBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.RequestedById).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.DecidedBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.DecisionNote).HasMaxLength(ActionRequest.NoteMaxLength);
        builder.Property(x => x.Reason).HasJson();
        builder.Property(x => x.Answers).HasJson();
        builder.HasIndex(x => new { x.TenantId, x.IdempotencyKey }).IsUnique();
        builder.HasIndex(x => new { x.TenantId, x.State, x.RequestedAt });
        builder.HasIndex(x => new { x.TenantId, x.FirstSentAt });
    }
}
