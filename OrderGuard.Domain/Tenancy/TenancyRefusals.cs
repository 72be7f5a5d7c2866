using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Tenancy;

/// <summary>Why people and tenants are told no.</summary>
public static class TenancyRefusals
{
    /// <summary>The same for an unknown person and a wrong password, so that nobody can ask who has an account.</summary>
    public static readonly Refusal WrongCredentials = new(RefusalKind.NotSignedIn, "wrong-credentials", "E-mail or password is wrong.");

    public static readonly Refusal LockedOut = new(RefusalKind.TooMany, "locked-out", "Too many failed attempts. Try again in 15 minutes, or ask an administrator.");

    public static readonly Refusal WrongCode = new(RefusalKind.NotSignedIn, "wrong-code", "This code is wrong or was used before.");

    public static readonly Refusal SignInExpired = new(RefusalKind.NotSignedIn, "sign-in-expired", "That took too long. Sign in again.");

    public static readonly Refusal WrongPassword = new(RefusalKind.Invalid, "wrong-password", "The current password is wrong.");

    public static readonly Refusal PasswordTooShort = Password("password-too-short", "Use at least 10 characters.");

    public static readonly Refusal PasswordTooLong = Password("password-too-long", "Use at most 200 characters.");

    public static readonly Refusal PasswordTooCommon = Password("password-too-common", "This password is among the most common ones. Choose another.");

    public static readonly Refusal PasswordIsEmail = Password("password-is-email", "The password must not contain the e-mail address.");

    public static readonly Refusal EmailTaken = new(RefusalKind.Conflict, "email-taken", "Somebody with this e-mail address has an account already.");

    public static readonly Refusal AlreadyMember = new(RefusalKind.Conflict, "already-member", "This person is a member already.");

    public static readonly Refusal LinkSpent = new(RefusalKind.NotFound, "link-spent", "This link was used, taken back or is too old. Ask for a new one.");

    public static readonly Refusal OtherPersonsInvitation =
        new(RefusalKind.Forbidden, "other-persons-invitation", "This invitation is for another person. Sign out, and sign in as the one who was invited.");

    public static readonly Refusal SignInToAccept = new(RefusalKind.NotSignedIn, "sign-in-to-accept", "There is an account with this e-mail address. Sign in with it to accept.");

    public static readonly Refusal LastAdmin = new(RefusalKind.Conflict, "last-admin", "This is the last administrator. Appoint another one first.");

    public static readonly Refusal NotYourself = new(RefusalKind.Conflict, "not-yourself", "You cannot change your own role or lock yourself. Ask another administrator.");

    public static readonly Refusal AboveYourself = new(RefusalKind.Forbidden, "above-yourself", "You cannot give a role that may do more than you may.");

    public static readonly Refusal InOtherTenants =
        new(RefusalKind.Conflict, "in-other-tenants", "This person also works elsewhere, so only a platform operator can issue the link.");

    public static readonly Refusal CodeTaken = new(RefusalKind.Conflict, "code-taken", "There is a tenant with this short name already.");

    public static readonly Refusal UnknownTimeZone = Refusal.Invalid("unknown-time-zone", "This time zone is not known.", new Problem("/timeZone", "This time zone is not known."));

    public static readonly Refusal SetupClosed = new(RefusalKind.NotFound, "setup-closed", "The set-up link is not valid: it was used, or the portal was restarted and printed a new one.");

    public static readonly Refusal SecondFactorOn = new(RefusalKind.Conflict, "second-factor-on", "The second factor is switched on already.");

    public static readonly Refusal SecondFactorOff = new(RefusalKind.Conflict, "second-factor-off", "The second factor is not switched on.");

    public static readonly Refusal PersonNotFound = Refusal.NotFound("person");

    public static readonly Refusal TenantNotFound = Refusal.NotFound("tenant");

    private static Refusal Password(string code, string message) => Refusal.Invalid(code, message, new Problem("/password", message));
}
