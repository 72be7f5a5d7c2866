using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.StatusSync;

internal sealed class SourceDelayTable : IEntityTypeConfiguration<SourceDelay>
{
    public void Configure(EntityTypeBuilder<SourceDelay> builder)
    {
        builder.ToTable("source_delays");
        builder.HasKey(x => new { x.TenantId, x.Source });
        builder.Property(x => x.TenantId).ValueGeneratedNever();
        builder.Property(x => x.Source).HasMaxLength(Order.ShortTextMaxLength).ValueGeneratedNever();
        builder.Property(x => x.Measure).HasJson();
    }
}

internal sealed class MismatchTable : IEntityTypeConfiguration<Mismatch>
{
    public void Configure(EntityTypeBuilder<Mismatch> builder)
    {
        builder.ToTable("mismatches");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.OrderNo).HasMaxLength(Order.OrderNoMaxLength);
        builder.Property(x => x.Source).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.SourceWord).HasMaxLength(Order.WordMaxLength);
        builder.Property(x => x.ClosedBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.Note).HasMaxLength(Order.ReasonMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.ClosedAt, x.Source, x.Cause, x.FoundAt });
        builder.HasIndex(x => new { x.TenantId, x.OrderNo });
    }
}
