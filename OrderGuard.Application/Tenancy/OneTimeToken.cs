using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OrderGuard.Application.Tenancy;

/// <summary>The secret of a one-time link: 32 random bytes that only its holder keeps; the store has the hash.</summary>
public static class OneTimeToken
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
