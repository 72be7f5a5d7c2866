using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Integrations;

namespace OrderGuard.Infrastructure.Integrations;

internal sealed class SecretTable : IEntityTypeConfiguration<Secret>
{
    public void Configure(EntityTypeBuilder<Secret> builder)
    {
        builder.ToTable("secrets");
        builder.HasKey(x => new { x.TenantId, x.Name });
        builder.Property(x => x.Name).HasMaxLength(Secret.NameMaxLength);
        builder.Property(x => x.Protected).HasMaxLength(Secret.ProtectedMaxLength);
        builder.Property(x => x.UpdatedBy).HasMaxLength(AuditEntry.NameMaxLength);
    }
}
