using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Infrastructure.Orders;

internal sealed class KeyTallyTable : IEntityTypeConfiguration<KeyTally>
{
    public void Configure(EntityTypeBuilder<KeyTally> builder)
    {
        builder.ToTable("key_tallies");
        builder.HasKey(x => new { x.TenantId, x.ActorId, x.Hour });
        builder.Property(x => x.ActorId).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.Hour).ValueGeneratedNever();
    }
}

internal sealed class MoveUndoTable : IEntityTypeConfiguration<MoveUndo>
{
    public void Configure(EntityTypeBuilder<MoveUndo> builder)
    {
        builder.ToTable("move_undos");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.MoverId).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.MoverName).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.Reason).HasMaxLength(Order.ReasonMaxLength);
        builder.Property(x => x.RequestedById).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.RequestedBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.RequestedFrom).HasMaxLength(AuditEntry.AddressMaxLength);
        builder.Property(x => x.TraceId).HasMaxLength(ApiRequest.TraceIdMaxLength);
        builder.Ignore(x => x.Requester);
        builder.HasIndex(x => new { x.TenantId, x.MoverId, x.RequestedAt });
    }
}

internal sealed class MoveUndoRowTable : IEntityTypeConfiguration<MoveUndoRow>
{
    public void Configure(EntityTypeBuilder<MoveUndoRow> builder)
    {
        builder.ToTable("move_undo_rows");
        builder.HasKey(x => new { x.TenantId, x.UndoId, x.OrderNo });
        builder.Property(x => x.UndoId).ValueGeneratedNever();
        builder.Property(x => x.OrderNo).HasMaxLength(Order.OrderNoMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.UndoId, x.Outcome });
    }
}
