using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Infrastructure.Intake;

internal sealed class ImportJobTable : IEntityTypeConfiguration<ImportJob>
{
    public void Configure(EntityTypeBuilder<ImportJob> builder)
    {
        builder.ToTable("import_jobs");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.FileName).HasMaxLength(ImportJob.FileNameMaxLength);
        builder.Property(x => x.Profile).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.Error).HasMaxLength(ImportJob.ErrorMaxLength);
        builder.Property(x => x.CreatedBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.CreatedById).HasMaxLength(AuditEntry.NameMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.CreatedAt });
        builder.HasIndex(x => new { x.State, x.CreatedAt });
    }
}

internal sealed class RejectedRowTable : IEntityTypeConfiguration<RejectedRow>
{
    public void Configure(EntityTypeBuilder<RejectedRow> builder)
    {
        builder.ToTable("import_rejected_rows");
        builder.HasKey(x => new { x.JobId, x.Line });
        builder.Property(x => x.Line).ValueGeneratedNever();
        builder.Property(x => x.Reason).HasMaxLength(RejectedRow.ReasonMaxLength);
        builder.Property(x => x.Text).HasMaxLength(RejectedRow.TextMaxLength);
    }
}
