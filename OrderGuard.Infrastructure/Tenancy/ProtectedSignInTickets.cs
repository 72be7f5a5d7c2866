using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using OrderGuard.Application.Tenancy;

namespace OrderGuard.Infrastructure.Tenancy;

/// <summary>Tickets encrypted with the platform's keys, so that every node reads them.</summary>
internal sealed class ProtectedSignInTickets(IDataProtectionProvider protection) : ISignInTickets
{
    private readonly IDataProtector _protector = protection.CreateProtector("OrderGuard.SignInTicket");

    public string Write(SignInTicket ticket) => _protector.Protect(JsonSerializer.Serialize(ticket));

    public SignInTicket? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<SignInTicket>(_protector.Unprotect(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
