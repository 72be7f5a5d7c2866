using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Orders;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Orders;

internal sealed class OrderTable : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.ToTable("orders");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.OrderNo).HasMaxLength(Order.OrderNoMaxLength);
        builder.Property(x => x.Source).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.Category).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.Currency).HasMaxLength(3);
        builder.Property(x => x.Channel).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.Warehouse).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.Carrier).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.Province).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.PaymentMethod).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.CustomerId).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.CustomerClass).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.Phone).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.PhoneTail).HasMaxLength(Order.PhoneTailLength);
        builder.Property(x => x.Facts).HasJson();
        builder.Property(x => x.SourceStatuses).HasJson();
        builder.Property(x => x.Differences).HasJson();
        builder.Property(x => x.Deadlines).HasJson();
        builder.Property(x => x.Holds).HasJson();
        builder.HasIndex(x => new { x.TenantId, x.OrderNo }).IsUnique();
        // Holds what lists are filtered by and seldom changes, so that counting reads the index alone.
        builder.HasIndex(x => new { x.TenantId, x.PlacedAt, x.OrderNo, x.Category, x.Source, x.Channel, x.Warehouse });
        builder.HasIndex(x => new { x.TenantId, x.Finished, x.Status, x.StatusSince });
        builder.HasIndex(x => new { x.TenantId, x.CustomerId });
        builder.HasIndex(x => new { x.TenantId, x.PhoneTail, x.Phone });
    }
}

internal sealed class OrderEventTable : IEntityTypeConfiguration<OrderEvent>
{
    public void Configure(EntityTypeBuilder<OrderEvent> builder)
    {
        builder.ToTable("order_events");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.OrderNo).HasMaxLength(Order.OrderNoMaxLength);
        builder.Property(x => x.Source).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.EventId).HasMaxLength(OrderEvent.EventIdMaxLength);
        builder.Property(x => x.Word).HasMaxLength(Order.WordMaxLength);
        builder.Property(x => x.Detail).HasMaxLength(OrderEvent.DetailMaxLength);
        builder.Property(x => x.DismissedBy).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.Facts).HasJson();
        builder.HasIndex(x => new { x.TenantId, x.Source, x.EventId }).IsUnique();
        builder.HasIndex(x => new { x.TenantId, x.OrderNo, x.OccurredAt });
        // Holds what the status figures are counted by, so that counting a period reads the index alone.
        builder.HasIndex(x => new { x.TenantId, x.ReceivedAt, x.Source, x.Outcome, x.MovedFrom, x.Status });
    }
}

internal sealed class SavedFilterTable : IEntityTypeConfiguration<SavedFilter>
{
    public void Configure(EntityTypeBuilder<SavedFilter> builder)
    {
        builder.ToTable("saved_filters");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.OwnerName).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.Name).HasMaxLength(SavedFilter.NameMaxLength);
        builder.Property(x => x.Filter).HasMaxLength(SavedFilter.FilterMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.Owner, x.Name }).IsUnique();
    }
}
