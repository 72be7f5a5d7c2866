using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Orders;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Integrations;

internal sealed class ApiKeyTable : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Name).HasMaxLength(ApiKey.NameMaxLength);
        builder.Property(x => x.Source).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.Hash).HasMaxLength(64);
        builder.Property(x => x.Prefix).HasMaxLength(16);
        builder.Property(x => x.Scopes).HasJson();
        builder.Property(x => x.AllowedAddresses).HasJson();
        builder.Property(x => x.SensitiveActions).HasJson();
        builder.Property(x => x.SensitiveAddresses).HasJson();
        builder.Property(x => x.CreatedBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.LastUsedFrom).HasMaxLength(AuditEntry.AddressMaxLength);
        builder.HasIndex(x => x.Hash).IsUnique();
        builder.HasIndex(x => new { x.TenantId, x.Name });
    }
}
