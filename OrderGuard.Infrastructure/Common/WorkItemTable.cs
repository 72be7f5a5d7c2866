using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Common;

namespace OrderGuard.Infrastructure.Common;

internal sealed class WorkItemTable : IEntityTypeConfiguration<WorkItem>
{
    public void Configure(EntityTypeBuilder<WorkItem> builder)
    {
        builder.ToTable("work_items");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Kind).HasMaxLength(WorkItem.KindMaxLength);
        builder.Property(x => x.Subject).HasMaxLength(WorkItem.SubjectMaxLength);
        builder.Property(x => x.Error).HasMaxLength(WorkItem.ErrorMaxLength);
        builder.Property(x => x.Fence).IsConcurrencyToken();
        builder.HasIndex(x => new { x.State, x.VisibleAt });
        builder.HasIndex(x => new { x.TenantId, x.Subject });
    }
}
