using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Orders;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Intake;

internal sealed class SourceClockTable : IEntityTypeConfiguration<SourceClock>
{
    public void Configure(EntityTypeBuilder<SourceClock> builder)
    {
        builder.ToTable("source_clocks");
        builder.HasKey(x => new { x.TenantId, x.Source });
        builder.Property(x => x.TenantId).ValueGeneratedNever();
        builder.Property(x => x.Source).HasMaxLength(Order.ShortTextMaxLength).ValueGeneratedNever();
        builder.Property(x => x.Measure).HasJson();
    }
}
