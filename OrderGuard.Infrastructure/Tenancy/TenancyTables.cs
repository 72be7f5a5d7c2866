using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Infrastructure.Tenancy;

internal sealed class TenantTable : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> builder)
    {
        builder.ToTable("tenants");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Code).HasMaxLength(Tenant.CodeMaxLength);
        builder.Property(x => x.Name).HasMaxLength(Tenant.NameMaxLength);
        builder.Property(x => x.TimeZone).HasMaxLength(Tenant.TimeZoneMaxLength);
        builder.HasIndex(x => x.Code).IsUnique();
    }
}

internal sealed class MembershipTable : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> builder)
    {
        builder.ToTable("memberships");
        builder.HasKey(x => new { x.TenantId, x.UserId });
        builder.Property(x => x.Role).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(x => x.UserId);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(x => x.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TenantLedgerTable : IEntityTypeConfiguration<TenantLedger>
{
    public void Configure(EntityTypeBuilder<TenantLedger> builder)
    {
        builder.ToTable("tenant_ledgers");
        builder.HasKey(x => x.TenantId);
        builder.Property(x => x.TenantId).ValueGeneratedNever();
        builder.Property(x => x.AuditHash).HasMaxLength(AuditEntry.Genesis.Length);
        builder.HasData(new { TenantId = TenantId.Platform, AuditSequence = 0L, AuditHash = AuditEntry.Genesis, AlertSequence = 0L, OutboxSequence = 0L });
    }
}

internal sealed class PortalUserTable : IEntityTypeConfiguration<PortalUser>
{
    public void Configure(EntityTypeBuilder<PortalUser> builder)
    {
        builder.ToTable("users");
        builder.Ignore(x => x.UserId);
        builder.Property(x => x.DisplayName).HasMaxLength(PortalUser.DisplayNameMaxLength);
        builder.Property(x => x.ProtectedSecondFactorKey).HasMaxLength(500);
        builder.Property(x => x.RecoveryCodeHashes).HasMaxLength(1000);
        builder.HasIndex(x => x.NormalizedEmail).IsUnique();
    }
}

internal sealed class InvitationTable : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitations");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Email).HasMaxLength(Invitation.EmailMaxLength);
        builder.Property(x => x.Role).HasConversion<string>().HasMaxLength(20);
        builder.Property(x => x.TokenHash).HasMaxLength(Invitation.TokenHashLength);
        builder.Property(x => x.InvitedBy).HasMaxLength(AuditEntry.NameMaxLength);
        builder.HasIndex(x => x.TokenHash).IsUnique();
        builder.HasIndex(x => new { x.TenantId, x.CreatedAt });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(x => x.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PasswordResetTable : IEntityTypeConfiguration<PasswordReset>
{
    public void Configure(EntityTypeBuilder<PasswordReset> builder)
    {
        builder.ToTable("password_resets");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.TokenHash).HasMaxLength(Invitation.TokenHashLength);
        builder.HasIndex(x => x.TokenHash).IsUnique();
        builder.HasIndex(x => x.UserId);
    }
}

internal sealed class UserSessionTable : IEntityTypeConfiguration<UserSession>
{
    public void Configure(EntityTypeBuilder<UserSession> builder)
    {
        builder.ToTable("user_sessions");
        builder.HasKey(x => x.Id);
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Stamp).HasMaxLength(UserSession.StampMaxLength);
        builder.Property(x => x.Device).HasMaxLength(UserSession.DeviceMaxLength);
        builder.Property(x => x.Address).HasMaxLength(UserSession.AddressMaxLength);
        builder.HasIndex(x => new { x.UserId, x.LastSeenAt });
    }
}
