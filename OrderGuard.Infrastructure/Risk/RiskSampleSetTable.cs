using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Risk.Samples;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Risk;

internal sealed class RiskSampleSetTable : IEntityTypeConfiguration<RiskSampleSet>
{
    public void Configure(EntityTypeBuilder<RiskSampleSet> builder)
    {
        builder.ToTable("risk_sample_sets");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Name).HasMaxLength(RiskSampleSet.NameMaxLength);
        builder.Property(x => x.FileName).HasMaxLength(RiskSampleSet.FileNameMaxLength);
        builder.Property(x => x.CreatedBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.Report).HasJson();
        builder.HasIndex(x => new { x.TenantId, x.Name, x.Version }).IsUnique();
        builder.HasIndex(x => new { x.TenantId, x.CreatedAt });
    }
}
