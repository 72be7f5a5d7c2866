using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;

namespace OrderGuard.Infrastructure.Audit;

internal sealed class AuditEntryTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries");
        builder.HasKey(x => new { x.TenantId, x.Sequence });
        builder.Property(x => x.Sequence).ValueGeneratedNever();
        builder.Property(x => x.ActorId).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.ActorName).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.Address).HasMaxLength(AuditEntry.AddressMaxLength);
        builder.Property(x => x.Action).HasMaxLength(AuditEntry.ActionMaxLength);
        builder.Property(x => x.SubjectKind).HasMaxLength(AuditEntry.ActionMaxLength);
        builder.Property(x => x.Subject).HasMaxLength(AuditEntry.SubjectMaxLength);
        builder.Property(x => x.TraceId).HasMaxLength(64);
        builder.Property(x => x.PreviousHash).HasMaxLength(64);
        builder.Property(x => x.Hash).HasMaxLength(64);
        builder.HasIndex(x => new { x.TenantId, x.Subject, x.Sequence });
        builder.HasIndex(x => new { x.TenantId, x.ActorId, x.Sequence });
        builder.HasIndex(x => new { x.TenantId, x.Address, x.Sequence });
    }
}

internal sealed class AuditSealTable : IEntityTypeConfiguration<AuditSeal>
{
    public void Configure(EntityTypeBuilder<AuditSeal> builder)
    {
        builder.ToTable("audit_seals");
        builder.HasKey(x => new { x.TenantId, x.Number });
        builder.Property(x => x.Number).ValueGeneratedNever();
        builder.Property(x => x.HeadHash).HasMaxLength(64);
        builder.Property(x => x.PreviousHash).HasMaxLength(64);
        builder.Property(x => x.Hash).HasMaxLength(64);
    }
}
