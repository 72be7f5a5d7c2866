using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Infrastructure.Alerts;

internal sealed class EscalationStepTable : IEntityTypeConfiguration<EscalationStep>
{
    public void Configure(EntityTypeBuilder<EscalationStep> builder)
    {
        builder.ToTable("escalation_steps");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Policy).HasMaxLength(ConfigurationLimits.CodeLength);
        builder.Property(x => x.PersonName).HasMaxLength(Order.ShortTextMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.AlertId, x.Level }).IsUnique();
    }
}
