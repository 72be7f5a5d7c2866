using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Infrastructure.Timeouts;

internal sealed class MaintenanceBreachTable : IEntityTypeConfiguration<MaintenanceBreach>
{
    public void Configure(EntityTypeBuilder<MaintenanceBreach> builder)
    {
        builder.ToTable("maintenance_breaches");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Window).HasMaxLength(ConfigurationLimits.CodeLength);
        builder.Property(x => x.OrderNo).HasMaxLength(Order.OrderNoMaxLength);
        builder.Property(x => x.Rule).HasMaxLength(ConfigurationLimits.CodeLength);
        builder.HasIndex(x => new { x.TenantId, x.Window, x.State });
        builder.HasIndex(x => new { x.TenantId, x.Window, x.NotedAt });
    }
}
