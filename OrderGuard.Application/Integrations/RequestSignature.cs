using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Integrations;

namespace OrderGuard.Application.Integrations;

/// <summary>A request as its sender signed it.</summary>
/// <param name="Target">The path with its query, as it was asked for.</param>
/// <param name="BodyHash">SHA-256 of the body in lower-case hex.</param>
public sealed record SignedRequest(string? Timestamp, string? Nonce, string? Signature, string Method, string Target, string BodyHash);

/// <summary>Checks the signature of a sensitive operation: made with the key's own secret, just now, and never seen before.</summary>
public sealed class RequestSignature(IOrderGuardDb db, SecretVault vault, TimeProvider clock)
{
    /// <summary>How far the sender's clock may be from ours, and how long a nonce is remembered at least.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>HMAC-SHA256 in lower-case hex over the six parts, a line each, without a line end behind the last.</summary>
    public static string Sign(string secret, string timestamp, string nonce, string method, string target, string bodyHash) => "v1=" + Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"v1\n{timestamp}\n{nonce}\n{method}\n{target}\n{bodyHash}")));

    /// <summary>What is wrong with the signature; null where it is good, and its nonce is used up.</summary>
    public async Task<Refusal?> CheckAsync(KnownApiKey key, SignedRequest request, CancellationToken ct)
    {
        if (request is not { Timestamp: { } timestamp, Nonce: { Length: >= UsedNonce.LeastLength and <= UsedNonce.MaxLength } nonce, Signature: { } signature }
            || !nonce.All(x => char.IsAsciiLetterOrDigit(x) || x is '-' or '_') || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return SignatureRefusals.Needed;

        var now = clock.GetUtcNow();
        if (Math.Abs(now.ToUnixTimeSeconds() - (decimal)seconds) > (decimal)Window.TotalSeconds) return SignatureRefusals.OutOfTime;
        var secrets = await vault.ReadAsync(new Dictionary<string, string> { ["sign"] = ApiKey.SigningSecretOf(key.Id) }, ct);
        if (!secrets.TryGetValue("sign", out var secret)) return SignatureRefusals.NoSecret;

        var expected = Sign(secret, timestamp, nonce, request.Method, request.Target, request.BodyHash);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature))) return SignatureRefusals.Wrong;

        db.UsedNonces.Add(UsedNonce.Use(key.Tenant, key.Id, nonce, now));
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateException e) when (db.IsUniqueViolation(e))
        {
            return SignatureRefusals.Replayed;
        }
    }
}

public static class SignatureRefusals
{
    public static readonly Refusal Needed = new(RefusalKind.Forbidden, "signature-needed",
        "This key signs sensitive operations: send X-OrderGuard-Timestamp, X-OrderGuard-Nonce and X-OrderGuard-Signature.");

    public static readonly Refusal OutOfTime = new(RefusalKind.Forbidden, "signature-out-of-time", "The timestamp is more than five minutes from our clock.");

    public static readonly Refusal NoSecret = new(RefusalKind.Forbidden, "signature-no-secret", "No signing secret is kept for this key. Make one on the page of the keys.");

    public static readonly Refusal Wrong = new(RefusalKind.Forbidden, "signature-wrong", "The signature does not belong to this request.");

    public static readonly Refusal Replayed = new(RefusalKind.Forbidden, "signature-replayed", "This nonce has been used before.");
}
