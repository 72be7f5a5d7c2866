using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Infrastructure.Tenancy;

/// <summary>People by name, from the accounts and the memberships.</summary>
internal sealed class People(OrderGuardDb db) : IPeople
{
    private static readonly Role[] Handling = [.. Enum.GetValues<Role>().Where(x => RolePermissions.Of(x).Contains(Permission.HandleAlerts))];

    public async Task<IReadOnlyDictionary<UserId, string>> NamesAsync(IReadOnlyCollection<UserId> ids, CancellationToken ct)
    {
        Guid[] wanted = [.. ids.Select(x => x.Value).Distinct()];
        return wanted.Length == 0
            ? new Dictionary<UserId, string>()
            : await db.Users.Where(x => wanted.Contains(x.Id)).ToDictionaryAsync(x => new UserId(x.Id), x => x.DisplayName, ct);
    }

    public async Task<IReadOnlyList<PersonName>> AssignableAsync(TenantId tenant, CancellationToken ct)
    {
        UserId[] members = [.. await db.Memberships.OfAllTenants().Where(x => x.TenantId == tenant && !x.Locked && Handling.Contains(x.Role)).Select(x => x.UserId).ToListAsync(ct)];
        return [.. (await NamesAsync(members, ct)).Select(x => new PersonName(x.Key, x.Value)).OrderBy(x => x.Name, StringComparer.CurrentCulture)];
    }

    public async Task<IReadOnlyList<Contact>> ContactsAsync(TenantId tenant, IReadOnlyCollection<UserId> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return [];
        UserId[] wanted = [.. ids];
        var members = await db.Memberships.OfAllTenants().Where(x => x.TenantId == tenant && !x.Locked && wanted.Contains(x.UserId)).Select(x => x.UserId).ToListAsync(ct);
        Guid[] users = [.. members.Select(x => x.Value)];
        var contacts = await db.Users.AsNoTracking().Where(x => users.Contains(x.Id)).Select(x => new { x.Id, x.DisplayName, x.Email, x.PhoneNumber }).ToDictionaryAsync(x => x.Id, ct);
        return [.. ids.Where(x => contacts.ContainsKey(x.Value)).Select(x => contacts[x.Value]).Select(x => new Contact(new UserId(x.Id), x.DisplayName, x.Email ?? "", x.PhoneNumber))];
    }

    public async Task<(IReadOnlyList<Member> Rows, int Count)> MembersAsync(TenantId tenant, string? text, int skip, int take, CancellationToken ct)
    {
        // The ids of memberships are of another type than those of Identity, so the join is by two queries.
        var memberships = await db.Memberships.OfAllTenants().AsNoTracking().Where(x => x.TenantId == tenant).ToDictionaryAsync(x => x.UserId.Value, ct);
        Guid[] ids = [.. memberships.Keys];
        var found = db.Users.AsNoTracking().Where(x => ids.Contains(x.Id));
        if (!string.IsNullOrWhiteSpace(text))
        {
#pragma warning disable CA1304, CA1311, CA1862 // Translated to the database's LOWER.
            var part = text.Trim().ToLower();
            found = found.Where(x => x.DisplayName.ToLower().Contains(part) || x.Email!.ToLower().Contains(part));
#pragma warning restore CA1304, CA1311, CA1862
        }
        var count = await found.CountAsync(ct);
        var page = await found.OrderBy(x => x.DisplayName).ThenBy(x => x.Id).Skip(skip).Take(take).ToListAsync(ct);

        UserId[] shown = [.. page.Select(x => x.UserId)];
        var seen = await db.UserSessions.Where(x => shown.Contains(x.UserId)).GroupBy(x => x.UserId).Select(x => new { x.Key, At = x.Max(s => s.LastSeenAt) }).ToDictionaryAsync(x => x.Key, x => x.At, ct);
        return ([.. page.Select(x => (User: x, Membership: memberships[x.Id])).Select(x => new Member(
            x.User.UserId, x.User.DisplayName, x.User.Email ?? "", x.Membership.Role, x.Membership.Since, seen.TryGetValue(x.User.UserId, out var at) ? at : null,
            x.Membership.Locked, x.User.LockoutEnd, x.User.TwoFactorEnabled, x.Membership.Revision))], count);
    }
}
