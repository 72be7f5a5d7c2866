using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Integrations;

namespace OrderGuard.Infrastructure.Integrations;

internal sealed class IdempotentAnswerTable : IEntityTypeConfiguration<IdempotentAnswer>
{
    public void Configure(EntityTypeBuilder<IdempotentAnswer> builder)
    {
        builder.ToTable("idempotent_answers");
        builder.HasKey(x => new { x.TenantId, x.Key, x.Route });
        builder.Property(x => x.Key).HasMaxLength(IdempotentAnswer.KeyMaxLength);
        builder.Property(x => x.Route).HasMaxLength(64);
        builder.Property(x => x.BodyHash).HasMaxLength(64);
        builder.Property(x => x.ContentType).HasMaxLength(IdempotentAnswer.ContentTypeMaxLength);
        builder.Property(x => x.Location).HasMaxLength(2000);
        builder.Ignore(x => x.IsAnswered);
        builder.HasIndex(x => x.CreatedAt);
    }
}
