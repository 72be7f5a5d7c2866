using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Risk.Samples;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Risk;

internal sealed class TrainingRunTable : IEntityTypeConfiguration<TrainingRun>
{
    public void Configure(EntityTypeBuilder<TrainingRun> builder)
    {
        builder.ToTable("training_runs");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.StartedBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.SetName).HasMaxLength(RiskSampleSet.NameMaxLength + 12);
        builder.Property(x => x.Code).HasMaxLength(TrainingRun.CodeMaxLength);
        builder.Property(x => x.Message).HasMaxLength(TrainingRun.MessageMaxLength);
        builder.Property(x => x.Open).HasMaxLength(TrainingRun.CodeMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.QueuedAt });
        // One at a time: only what has not ended is in there.
        builder.HasIndex(x => new { x.TenantId, x.Open }).IsUnique();
    }
}

internal sealed class ModelDriftTable : IEntityTypeConfiguration<ModelDrift>
{
    public void Configure(EntityTypeBuilder<ModelDrift> builder)
    {
        builder.ToTable("model_drifts");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Tags).HasJson();
        builder.HasIndex(x => new { x.TenantId, x.Version, x.Day }).IsUnique();
    }
}
