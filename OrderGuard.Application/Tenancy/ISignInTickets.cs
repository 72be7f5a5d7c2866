using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Tenancy;

/// <summary>Whoever holds one has shown the right password a moment ago, and owes the second factor.</summary>
public sealed record SignInTicket(UserId UserId, string Stamp, bool Remember, DateTimeOffset IssuedAt)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
}

/// <summary>Writes tickets so that only the portal can, and reads them back.</summary>
public interface ISignInTickets
{
    string Write(SignInTicket ticket);

    /// <summary>Null for anything that the portal did not write.</summary>
    SignInTicket? Read(string text);
}
