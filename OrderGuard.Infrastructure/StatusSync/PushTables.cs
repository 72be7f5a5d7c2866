using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Infrastructure.StatusSync;

internal sealed class StatusPushTable : IEntityTypeConfiguration<StatusPush>
{
    public void Configure(EntityTypeBuilder<StatusPush> builder)
    {
        builder.ToTable("status_pushes");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Target).HasMaxLength(StatusPush.TargetMaxLength);
        builder.Property(x => x.OrderNo).HasMaxLength(Order.OrderNoMaxLength);
        builder.Property(x => x.Source).HasMaxLength(StatusPush.SourceMaxLength);
        builder.Property(x => x.Event).HasMaxLength(StatusPush.EventMaxLength);
        builder.Property(x => x.Cause).HasMaxLength(StatusPush.CauseMaxLength);
        builder.Property(x => x.Answer).HasMaxLength(StatusPush.AnswerMaxLength);
        builder.Property(x => x.Request);
        builder.Property(x => x.Body).HasMaxLength(StatusPush.BodyMaxLength);
        builder.Property(x => x.Reason).HasMaxLength(StatusPush.ReasonMaxLength);
        builder.Property(x => x.Trace).HasMaxLength(StatusPush.TraceLength);
        builder.Property(x => x.SettledBy).HasMaxLength(StatusPush.ByMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.Target, x.OrderId, x.Step }).IsUnique();
        builder.HasIndex(x => new { x.TenantId, x.Target, x.State, x.DueAt });
        builder.HasIndex(x => new { x.TenantId, x.State, x.CreatedAt });
        builder.HasIndex(x => new { x.TenantId, x.OrderId });
        builder.HasIndex(x => new { x.TenantId, x.CreatedAt });
    }
}

internal sealed class TargetGateTable : IEntityTypeConfiguration<TargetGate>
{
    public void Configure(EntityTypeBuilder<TargetGate> builder)
    {
        builder.ToTable("target_gates");
        builder.HasKey(x => new { x.TenantId, x.Target });
        builder.Property(x => x.Target).HasMaxLength(StatusPush.TargetMaxLength);
        builder.Property(x => x.LastError).HasMaxLength(TargetGate.ErrorMaxLength);
        builder.Property(x => x.PausedBy).HasMaxLength(StatusPush.ByMaxLength);
    }
}
