using System.Security.Cryptography;
using System.Text;

namespace OrderGuard.Application.Tenancy;

/// <summary>The one-time link that makes the first platform operator; it lives in memory, so a restart makes a new one.</summary>
public sealed class SetupLink
{
    private string? _token;

    public string Open() => _token = OneTimeToken.New();

    public void Close() => _token = null;

    public bool Admits(string token) =>
        _token is { } open && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(open), Encoding.UTF8.GetBytes(token));
}
