using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>A person's account, without anything secret.</summary>
public sealed record Account(
    UserId Id, string Email, string DisplayName, bool IsPlatformOperator, bool SecondFactor, int RecoveryCodesLeft, string Stamp, DateTimeOffset? LockedOutUntil)
{
    public const int NameMaxLength = 80;
    public const int MobileMaxLength = 20;

    /// <summary>The number under which the person is mentioned and gets text messages.</summary>
    public string? Mobile { get; init; }
}

public enum CredentialCheck
{
    Right,
    Wrong,

    /// <summary>Not looked at: too many were wrong.</summary>
    LockedOut,
}

/// <summary>Keeps the accounts and their credentials: passwords, authenticator keys, recovery codes, lock-out.</summary>
public interface IAccounts
{
    const int MaxFailures = 5;
    static readonly TimeSpan LockOut = TimeSpan.FromMinutes(15);

    Task<bool> AnyAsync(CancellationToken ct);

    Task<Account?> FindAsync(UserId id, CancellationToken ct);

    Task<Account?> FindByEmailAsync(string email, CancellationToken ct);

    /// <summary>Refused where the e-mail is taken or the password breaks a rule.</summary>
    Task<Result<Account>> CreateAsync(string email, string displayName, string password, bool isPlatformOperator, CancellationToken ct);

    Task RenameAsync(UserId id, string displayName, CancellationToken ct);

    Task SetMobileAsync(UserId id, string? mobile, CancellationToken ct);

    /// <summary>Checks a password and counts the wrong ones; takes as long for an unknown person.</summary>
    Task<CredentialCheck> CheckPasswordAsync(UserId? id, string password, CancellationToken ct);

    /// <summary>Checks a code of the authenticator app or, once, a recovery code; wrong ones count as wrong passwords do.</summary>
    Task<CredentialCheck> CheckSecondFactorAsync(UserId id, string code, CancellationToken ct);

    /// <summary>Sets a new password and a new security stamp, which it answers; ends a lock-out.</summary>
    Task<Result<string>> SetPasswordAsync(UserId id, string password, CancellationToken ct);

    Task EndLockOutAsync(UserId id, CancellationToken ct);

    /// <summary>A new authenticator key, which counts only once a code of it was seen.</summary>
    Task<byte[]> NewSecondFactorKeyAsync(UserId id, CancellationToken ct);

    /// <summary>Switches the second factor on with a code of the new key; answers the new security stamp, null for a wrong code.</summary>
    Task<string?> EnableSecondFactorAsync(UserId id, string code, CancellationToken ct);

    Task<IReadOnlyList<string>> NewRecoveryCodesAsync(UserId id, CancellationToken ct);

    /// <summary>Switches the second factor off and answers the new security stamp.</summary>
    Task<string> DisableSecondFactorAsync(UserId id, CancellationToken ct);
}
