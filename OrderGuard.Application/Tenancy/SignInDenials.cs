using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;

namespace OrderGuard.Application.Tenancy;

/// <summary>Records a refused sign-in: of a known person in the tenant worked in last, else in the platform's audit.</summary>
internal sealed class SignInDenials(AccessDenials denials, CallerScope callers, SessionStart sessions)
{
    public async Task RecordAsync(Account? account, string email, string what, CancellationToken ct)
    {
        var caller = callers.Current;
        if (account is null)
        {
            await denials.RecordAsync(caller, $"{what}: {Mask(email)}", ct);
            return;
        }
        // Not the person, but somebody who says so.
        var tenant = await sessions.TenantOfAsync(account, ct);
        var actor = new Actor(ActorKind.Anonymous, account.Id.Value.ToString(), account.DisplayName, caller.Actor.Address);
        await denials.RecordAsync(caller with { TenantId = tenant, Actor = actor }, what, ct);
    }

    /// <summary>Enough to recognise one's own address, too little to collect others'.</summary>
    private static string Mask(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return at > 0 ? $"{email[0]}***{email[at..]}" : "***";
    }
}
