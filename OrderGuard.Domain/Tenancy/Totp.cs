using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace OrderGuard.Domain.Tenancy;

/// <summary>The six digits of an authenticator app: one code for each half minute (RFC 6238), each good once.</summary>
public static class Totp
{
    public const int KeyBytes = 20;
    public const int Digits = 6;
    private const int SecondsPerStep = 30;
    private const string Base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / SecondsPerStep;

#pragma warning disable CA5350 // RFC 6238 and every authenticator app use HMAC-SHA-1; its weakness is in collisions, which do not matter here.
    public static string CodeAt(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, counter, hash);
        var at = hash[^1] & 0xf;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[at..]) & 0x7fff_ffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
#pragma warning restore CA5350

    /// <summary>The step that the code belongs to, one step early or late included; null for a wrong code or one not newer than the last.</summary>
    public static long? Match(byte[] key, string code, DateTimeOffset now, long lastUsed)
    {
        var typed = System.Text.Encoding.ASCII.GetBytes(code);
        for (var step = StepAt(now) - 1; step <= StepAt(now) + 1; step++)
        {
            if (step > lastUsed && CryptographicOperations.FixedTimeEquals(typed, System.Text.Encoding.ASCII.GetBytes(CodeAt(key, step)))) return step;
        }
        return null;
    }

    /// <summary>The key as authenticator apps take it when it is typed.</summary>
    public static string ToBase32(byte[] bytes)
    {
        var letters = new System.Text.StringBuilder();
        int buffer = 0, bits = 0;
        foreach (var b in bytes)
        {
            buffer = (buffer << 8) | b;
            for (bits += 8; bits >= 5; bits -= 5) letters.Append(Base32Letters[(buffer >> (bits - 5)) & 31]);
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0) letters.Append(Base32Letters[(buffer << (5 - bits)) & 31]);
        return letters.ToString();
    }

    /// <summary>What the QR code says (the key URI format of authenticator apps).</summary>
    public static string ToUri(byte[] key, string email) =>
        $"otpauth://totp/OrderGuard:{Uri.EscapeDataString(email)}?secret={ToBase32(key)}&issuer=OrderGuard&digits={Digits}&period={SecondsPerStep}";
}
