using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Risk;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Risk;

internal sealed class FulfilmentAssessmentTable : IEntityTypeConfiguration<FulfilmentAssessment>
{
    public void Configure(EntityTypeBuilder<FulfilmentAssessment> builder)
    {
        builder.ToTable("fulfilment_assessments");
        builder.HasKey(x => x.OrderId);
        builder.Property(x => x.OrderId).ValueGeneratedNever();
        builder.Property(x => x.Facts).HasPackedJson();
        builder.HasIndex(x => new { x.TenantId, x.PlacedAt, x.Score });
        builder.HasIndex(x => new { x.TenantId, x.Score, x.OrderId });
    }
}

internal sealed class FulfilmentRiskModelTable : IEntityTypeConfiguration<FulfilmentRiskModel>
{
    public void Configure(EntityTypeBuilder<FulfilmentRiskModel> builder)
    {
        builder.ToTable("fulfilment_risk_models");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.FittedBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.Figures).HasJson();
        builder.Property(x => x.Weights).HasJson();
        builder.HasIndex(x => new { x.TenantId, x.Version }).IsUnique();
    }
}
