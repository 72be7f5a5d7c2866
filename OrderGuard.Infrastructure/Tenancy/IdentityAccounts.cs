using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Tenancy;

/// <summary>The accounts in ASP.NET Core Identity's tables; time is the application's clock, not Identity's.</summary>
internal sealed class IdentityAccounts(OrderGuardDb db, UserManager<PortalUser> users, SecondFactor secondFactor, TimeProvider clock) : IAccounts
{
    private static readonly PortalUser Nobody = new();
    private static readonly string NobodysHash = new PasswordHasher<PortalUser>().HashPassword(Nobody, "nobody has this password");

    public Task<bool> AnyAsync(CancellationToken ct) => db.Users.AnyAsync(ct);

    public async Task<Account?> FindAsync(UserId id, CancellationToken ct) => ToAccount(await db.Users.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id.Value, ct));

    public async Task<Account?> FindByEmailAsync(string email, CancellationToken ct)
    {
        var normalized = users.NormalizeEmail(email.Trim());
        return ToAccount(await db.Users.AsNoTracking().SingleOrDefaultAsync(x => x.NormalizedEmail == normalized, ct));
    }

    public async Task<Result<Account>> CreateAsync(string email, string displayName, string password, bool isPlatformOperator, CancellationToken ct)
    {
        if (PasswordRules.Check(password, email) is { } weak) return weak;
        var id = UserId.New().Value;
        var user = new PortalUser
        {
            Id = id, UserName = id.ToString("N"), Email = email.Trim(), DisplayName = displayName.Trim(), IsPlatformOperator = isPlatformOperator,
            CreatedAt = clock.GetUtcNow(), LockoutEnabled = true,
        };
        var made = await users.CreateAsync(user, password);
        if (made.Succeeded) return ToAccount(user)!;
        return made.Errors.Any(x => x.Code is nameof(IdentityErrorDescriber.DuplicateEmail)) ? TenancyRefusals.EmailTaken : Refusal.Invalid("invalid", made.ToString());
    }

    public async Task RenameAsync(UserId id, string displayName, CancellationToken ct)
    {
        var user = await GetAsync(id, ct);
        user.DisplayName = displayName.Trim();
        Demand(await users.UpdateAsync(user));
    }

    public async Task SetMobileAsync(UserId id, string? mobile, CancellationToken ct)
    {
        var user = await GetAsync(id, ct);
        user.PhoneNumber = mobile;
        Demand(await users.UpdateAsync(user));
    }

    public async Task<CredentialCheck> CheckPasswordAsync(UserId? id, string password, CancellationToken ct)
    {
        if (id is not { } known)
        {
            users.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password);
            return CredentialCheck.Wrong;
        }
        return await CountedAsync(known, user =>
        {
            var verified = user.PasswordHash is null ? PasswordVerificationResult.Failed : users.PasswordHasher.VerifyHashedPassword(user, user.PasswordHash, password);
            return Task.FromResult(verified is not PasswordVerificationResult.Failed);
        }, ct);
    }

    public Task<CredentialCheck> CheckSecondFactorAsync(UserId id, string code, CancellationToken ct) => CountedAsync(id, user => secondFactor.TakeAsync(user, code, ct), ct);

    public async Task<Result<string>> SetPasswordAsync(UserId id, string password, CancellationToken ct)
    {
        var user = await GetAsync(id, ct);
        if (PasswordRules.Check(password, user.Email ?? "") is { } weak) return weak;
        user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        user.AccessFailedCount = 0;
        user.LockoutEnd = null;
        return await RestampAsync(user);
    }

    public Task EndLockOutAsync(UserId id, CancellationToken ct) => db.Users.Where(x => x.Id == id.Value)
        .ExecuteUpdateAsync(x => x.SetProperty(u => u.LockoutEnd, (DateTimeOffset?)null).SetProperty(u => u.AccessFailedCount, 0), ct);

    public async Task<byte[]> NewSecondFactorKeyAsync(UserId id, CancellationToken ct)
    {
        var user = await GetAsync(id, ct);
        var key = secondFactor.NewKey(user);
        Demand(await users.UpdateAsync(user));
        return key;
    }

    public async Task<string?> EnableSecondFactorAsync(UserId id, string code, CancellationToken ct)
    {
        var user = await GetAsync(id, ct);
        if (!await secondFactor.TakeAsync(user, code, ct)) return null;
        await db.Entry(user).ReloadAsync(ct);
        user.TwoFactorEnabled = true;
        return await RestampAsync(user);
    }

    public async Task<IReadOnlyList<string>> NewRecoveryCodesAsync(UserId id, CancellationToken ct)
    {
        var user = await GetAsync(id, ct);
        var codes = SecondFactor.NewRecoveryCodes(user);
        Demand(await users.UpdateAsync(user));
        return codes;
    }

    public async Task<string> DisableSecondFactorAsync(UserId id, CancellationToken ct)
    {
        var user = await GetAsync(id, ct);
        user.TwoFactorEnabled = false;
        user.ProtectedSecondFactorKey = null;
        user.RecoveryCodeHashes = "";
        return await RestampAsync(user);
    }

    /// <summary>Takes one of the attempts that are left before it looks, so that guesses made at once cannot outnumber them.</summary>
    private async Task<CredentialCheck> CountedAsync(UserId id, Func<PortalUser, Task<bool>> check, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var person = db.Users.Where(x => x.Id == id.Value);
        await person.Where(x => x.LockoutEnd != null && x.LockoutEnd <= now)
            .ExecuteUpdateAsync(x => x.SetProperty(u => u.LockoutEnd, (DateTimeOffset?)null).SetProperty(u => u.AccessFailedCount, 0), ct);
        var taken = await person.Where(x => x.LockoutEnd == null && x.AccessFailedCount < IAccounts.MaxFailures)
            .ExecuteUpdateAsync(x => x.SetProperty(u => u.AccessFailedCount, u => u.AccessFailedCount + 1), ct);

        var user = await person.AsNoTracking().SingleAsync(ct);
        if (taken == 1 && await check(user))
        {
            await person.ExecuteUpdateAsync(x => x.SetProperty(u => u.AccessFailedCount, 0), ct);
            return CredentialCheck.Right;
        }
        var locked = await person.Where(x => x.LockoutEnd == null && x.AccessFailedCount >= IAccounts.MaxFailures)
            .ExecuteUpdateAsync(x => x.SetProperty(u => u.LockoutEnd, now + IAccounts.LockOut), ct);
        return taken == 0 || locked > 0 ? CredentialCheck.LockedOut : CredentialCheck.Wrong;
    }

    private Task<PortalUser> GetAsync(UserId id, CancellationToken ct) => db.Users.SingleAsync(x => x.Id == id.Value, ct);

    private async Task<string> RestampAsync(PortalUser user)
    {
        Demand(await users.UpdateSecurityStampAsync(user));
        return user.SecurityStamp!;
    }

    private static void Demand(IdentityResult result)
    {
        if (!result.Succeeded) throw new DbUpdateConcurrencyException(result.ToString());
    }

    private static Account? ToAccount(PortalUser? user) => user is null ? null : new Account(
        user.UserId, user.Email ?? "", user.DisplayName, user.IsPlatformOperator, user.TwoFactorEnabled, SecondFactor.CodesLeft(user), user.SecurityStamp ?? "", user.LockoutEnd)
    {
        Mobile = user.PhoneNumber,
    };
}
