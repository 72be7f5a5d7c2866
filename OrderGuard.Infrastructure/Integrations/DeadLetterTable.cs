using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Integrations;

namespace OrderGuard.Infrastructure.Integrations;

internal sealed class DeadLetterTable : IEntityTypeConfiguration<DeadLetter>
{
    public void Configure(EntityTypeBuilder<DeadLetter> builder)
    {
        builder.ToTable("dead_letters");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Queue).HasMaxLength(DeadLetter.QueueMaxLength);
        builder.Property(x => x.Source).HasMaxLength(DeadLetter.SourceMaxLength);
        builder.Property(x => x.Reason).HasMaxLength(DeadLetter.ReasonMaxLength);
        builder.Property(x => x.Detail).HasMaxLength(DeadLetter.DetailMaxLength);
        builder.Property(x => x.MessageId).HasMaxLength(DeadLetter.MessageIdMaxLength);
        builder.Property(x => x.DecidedBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.Property(x => x.Note).HasMaxLength(DeadLetter.NoteMaxLength);
        builder.HasIndex(x => new { x.TenantId, x.State, x.LastAt });
        builder.HasIndex(x => x.LastAt);
    }
}
