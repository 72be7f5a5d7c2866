using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Integrations;

namespace OrderGuard.Infrastructure.Integrations;

internal sealed class OutboxEventTable : IEntityTypeConfiguration<OutboxEvent>
{
    public void Configure(EntityTypeBuilder<OutboxEvent> builder)
    {
        builder.ToTable("outbox_events");
        // No other index: intake writes a row for nearly every event, and all readers go by the number.
        builder.HasKey(x => new { x.TenantId, x.Sequence });
        builder.Property(x => x.TenantId).ValueGeneratedNever();
        builder.Property(x => x.Sequence).ValueGeneratedNever();
        builder.Property(x => x.Type).HasMaxLength(OutboxEvent.TypeMaxLength);
        builder.Property(x => x.Subject).HasMaxLength(OutboxEvent.SubjectMaxLength);
        builder.Property(x => x.ReturnReason).HasMaxLength(OutboxEvent.ReturnMaxLength);
    }
}

internal sealed class OutboxPositionTable : IEntityTypeConfiguration<OutboxPosition>
{
    public void Configure(EntityTypeBuilder<OutboxPosition> builder)
    {
        builder.ToTable("outbox_positions");
        builder.HasKey(x => x.TenantId);
        builder.Property(x => x.TenantId).ValueGeneratedNever();
    }
}
