using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Infrastructure.Integrations;

internal sealed class ApiRequestTable : IEntityTypeConfiguration<ApiRequest>
{
    public void Configure(EntityTypeBuilder<ApiRequest> builder)
    {
        builder.ToTable("api_requests");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.ActorId).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.ActorName).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.Source).HasMaxLength(Order.ShortTextMaxLength);
        builder.Property(x => x.Method).HasMaxLength(ApiRequest.MethodMaxLength);
        builder.Property(x => x.Route).HasMaxLength(ApiRequest.RouteMaxLength);
        builder.Property(x => x.OrderNo).HasMaxLength(Order.OrderNoMaxLength);
        builder.Property(x => x.Operation).HasMaxLength(ApiRequest.OperationMaxLength);
        builder.Property(x => x.Detail).HasMaxLength(ApiRequest.DetailMaxLength);
        builder.Property(x => x.Address).HasMaxLength(AuditEntry.AddressMaxLength);
        builder.Property(x => x.TraceId).HasMaxLength(ApiRequest.TraceIdMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.At });
        builder.HasIndex(x => new { x.TenantId, x.ActorId, x.At });
        builder.HasIndex(x => new { x.TenantId, x.OrderNo, x.At });
        builder.HasIndex(x => new { x.TenantId, x.TraceId });
    }
}

internal sealed class UsedNonceTable : IEntityTypeConfiguration<UsedNonce>
{
    public void Configure(EntityTypeBuilder<UsedNonce> builder)
    {
        builder.ToTable("used_nonces");
        builder.HasKey(x => new { x.TenantId, x.KeyId, x.Nonce });
        builder.Property(x => x.KeyId).ValueGeneratedNever();
        builder.Property(x => x.Nonce).HasMaxLength(UsedNonce.MaxLength);
        builder.HasIndex(x => new { x.TenantId, x.UsedAt });
    }
}
