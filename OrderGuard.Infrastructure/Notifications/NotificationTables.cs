using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Notifications;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Notifications;

internal sealed class DeliveryTable : IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Delivery> builder)
    {
        builder.ToTable("deliveries");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Key).HasMaxLength(Delivery.KeyMaxLength);
        builder.Property(x => x.Channel).HasMaxLength(Delivery.ChannelMaxLength);
        builder.Property(x => x.Event).HasMaxLength(Delivery.EventMaxLength);
        builder.Property(x => x.OrderNo).HasMaxLength(Delivery.OrderMaxLength);
        builder.Property(x => x.Title).HasMaxLength(Delivery.TitleMaxLength);
        builder.Property(x => x.Answer).HasMaxLength(Delivery.AnswerMaxLength);
        builder.Property(x => x.FellBackTo).HasMaxLength(Delivery.ChannelMaxLength);
        builder.Property(x => x.FellBackFrom).HasMaxLength(Delivery.ChannelMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.Key, x.Channel }).IsUnique();
        builder.HasIndex(x => new { x.TenantId, x.Channel, x.State, x.DueAt });
        builder.HasIndex(x => new { x.TenantId, x.CreatedAt });
    }
}

internal sealed class ChannelGateTable : IEntityTypeConfiguration<ChannelGate>
{
    public void Configure(EntityTypeBuilder<ChannelGate> builder)
    {
        builder.ToTable("channel_gates");
        builder.HasKey(x => new { x.TenantId, x.Channel });
        builder.Property(x => x.Channel).HasMaxLength(Delivery.ChannelMaxLength);
        builder.Property(x => x.Used).HasJson();
    }
}
