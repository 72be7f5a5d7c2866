using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Tenancy;

/// <summary>Authenticator keys, encrypted, and recovery codes, hashed; each code is taken once.</summary>
internal sealed class SecondFactor(OrderGuardDb db, IDataProtectionProvider protection, TimeProvider clock)
{
    private const int RecoveryCodes = 10;
    private const string CodeLetters = "23456789abcdefghjkmnpqrstuvwxyz";
    private readonly IDataProtector _protector = protection.CreateProtector("OrderGuard.SecondFactor");

    public byte[] NewKey(PortalUser user)
    {
        var key = RandomNumberGenerator.GetBytes(Totp.KeyBytes);
        user.ProtectedSecondFactorKey = Convert.ToBase64String(_protector.Protect(key));
        user.LastSecondFactorStep = 0;
        return key;
    }

    public static IReadOnlyList<string> NewRecoveryCodes(PortalUser user)
    {
        string[] codes = [.. Enumerable.Range(0, RecoveryCodes).Select(_ => $"{RandomNumberGenerator.GetString(CodeLetters, 5)}-{RandomNumberGenerator.GetString(CodeLetters, 5)}")];
        user.RecoveryCodeHashes = string.Join(',', codes.Select(HashOf));
        return codes;
    }

    public static int CodesLeft(PortalUser user) => user.RecoveryCodeHashes.Split(',', StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>Whether the code is right; it is used up in the same statement, so that two at once cannot both use it.</summary>
    public async Task<bool> TakeAsync(PortalUser user, string code, CancellationToken ct)
    {
        var typed = code.Trim().Replace(" ", "", StringComparison.Ordinal);
        var person = db.Users.Where(x => x.Id == user.Id);
        if (typed.Length == Totp.Digits && user.ProtectedSecondFactorKey is { } stored)
        {
            var key = _protector.Unprotect(Convert.FromBase64String(stored));
            return Totp.Match(key, typed, clock.GetUtcNow(), user.LastSecondFactorStep) is { } step
                && await person.Where(x => x.LastSecondFactorStep < step).ExecuteUpdateAsync(x => x.SetProperty(u => u.LastSecondFactorStep, step), ct) == 1;
        }
        if (!user.TwoFactorEnabled) return false;

        var before = user.RecoveryCodeHashes;
        var hashes = before.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var used = HashOf(typed.ToLowerInvariant());
        if (!hashes.Contains(used)) return false;
        var after = string.Join(',', hashes.Where(x => x != used));
        return await person.Where(x => x.RecoveryCodeHashes == before).ExecuteUpdateAsync(x => x.SetProperty(u => u.RecoveryCodeHashes, after), ct) == 1;
    }

    private static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
