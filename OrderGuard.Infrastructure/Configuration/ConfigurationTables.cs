using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Infrastructure.Configuration;

internal sealed class ConfigurationVersionTable : IEntityTypeConfiguration<ConfigurationVersion>
{
    public void Configure(EntityTypeBuilder<ConfigurationVersion> builder)
    {
        builder.ToTable("configuration_versions");
        builder.HasKey(x => new { x.TenantId, x.Number });
        builder.Property(x => x.Number).ValueGeneratedNever();
        builder.Property(x => x.Note).HasMaxLength(ConfigurationVersion.NoteMaxLength);
        builder.Property(x => x.PublishedBy).HasMaxLength(AuditEntry.NameMaxLength);
    }
}

internal sealed class ConfigurationDraftTable : IEntityTypeConfiguration<ConfigurationDraft>
{
    public void Configure(EntityTypeBuilder<ConfigurationDraft> builder)
    {
        builder.ToTable("configuration_drafts");
        builder.HasKey(x => x.TenantId);
        builder.Property(x => x.TenantId).ValueGeneratedNever();
        builder.Property(x => x.ChangedBy).HasMaxLength(AuditEntry.NameMaxLength);
    }
}
