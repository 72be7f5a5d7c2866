using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Orders;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Alerts;

internal sealed class AlertTable : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> builder)
    {
        builder.ToTable("alerts");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.OrderNo).HasMaxLength(Order.OrderNoMaxLength);
        builder.Property(x => x.Category).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.Rule).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.AssigneeName).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.Cause).HasMaxLength(Alert.CauseMaxLength);
        builder.Property(x => x.OpenCause).HasMaxLength(Alert.CauseMaxLength);
        builder.Property(x => x.Title).HasJson();
        builder.Property(x => x.Resolution).HasJson();
        builder.HasIndex(x => new { x.TenantId, x.OpenCause }).IsUnique();
        builder.HasIndex(x => new { x.TenantId, x.State, x.RaisedAt });
        builder.HasIndex(x => new { x.TenantId, x.Kind, x.RaisedAt });
        builder.HasIndex(x => new { x.TenantId, x.OrderNo });
        builder.HasIndex(x => new { x.TenantId, x.Sequence });
    }
}

internal sealed class AlertNoteTable : IEntityTypeConfiguration<AlertNote>
{
    public void Configure(EntityTypeBuilder<AlertNote> builder)
    {
        builder.ToTable("alert_notes");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Text).HasMaxLength(AlertNote.TextMaxLength);
        builder.Property(x => x.By).HasMaxLength(Order.ShortTextMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.AlertId, x.At });
    }
}

internal sealed class DisplayTokenTable : IEntityTypeConfiguration<DisplayToken>
{
    public void Configure(EntityTypeBuilder<DisplayToken> builder)
    {
        builder.ToTable("display_tokens");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Name).HasMaxLength(DisplayToken.NameMaxLength);
        builder.Property(x => x.Hash).HasMaxLength(64);
        builder.Property(x => x.CreatedBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.HasIndex(x => x.Hash).IsUnique();
        builder.HasIndex(x => new { x.TenantId, x.CreatedAt });
    }
}
