using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Tenancy;

/// <summary>What a password must be: long and not guessable; how it is composed is the person's own affair (after NIST SP 800-63B).</summary>
public static class PasswordRules
{
    public const int MinLength = 10;
    public const int MaxLength = 200;

    // Those of the well-known lists that are long enough to pass the length rule, and patterns typed along the keyboard.
    private static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase)
    {
        "1234567890", "12345678910", "0123456789", "9876543210", "0987654321", "1111111111", "0000000000", "1234512345", "1122334455", "123123123123", "1q2w3e4r5t", "1q2w3e4r5t6y",
        "1qaz2wsx3edc", "q1w2e3r4t5", "qwertyuiop", "qwerty1234", "qwerty12345", "qwerty123456", "asdfghjkl1", "zxcvbnm123", "qwertzuiop", "azertyuiop", "abcdefghij", "abcd123456", "abc1234567",
        "a123456789", "aa123456789", "password12", "password123", "password1234", "passw0rd123", "p@ssw0rd123", "mypassword", "mypassword1", "letmein123", "letmeinnow", "iloveyou12", "iloveyou123",
        "welcome123", "welcome1234", "changeme123", "changemenow", "administrator", "admin12345", "admin123456", "superadmin", "test123456", "testtest123", "football123", "baseball123", "superman123",
        "sunshine123", "princess123", "trustno1234", "woaini1314", "woaini520520", "woaini5201314", "5201314520", "woaiwojia123", "a1b2c3d4e5", "123456789a", "123456789q", "1234567890a", "1234qwerasdf", "orderguard",
        "orderguard1", "orderguard123",
    };

    public static Refusal? Check(string password, string email)
    {
        if (password.Length < MinLength) return TenancyRefusals.PasswordTooShort;
        if (password.Length > MaxLength) return TenancyRefusals.PasswordTooLong;
        if (Common.Contains(password) || password.Distinct().Count() < 4) return TenancyRefusals.PasswordTooCommon;
        var name = email.Split('@')[0];
        if (password.Contains(email, StringComparison.OrdinalIgnoreCase) || (name.Length > 3 && password.Contains(name, StringComparison.OrdinalIgnoreCase) && password.Length < name.Length + 6))
            return TenancyRefusals.PasswordIsEmail;
        return null;
    }
}
