using OrderGuard.Domain.Audit;

namespace OrderGuard.Application.Audit;

/// <summary>The filters on audit entries that the page and the machine interface share.</summary>
internal static class AuditQueries
{
    public static IQueryable<AuditEntry> Matching(this IQueryable<AuditEntry> entries, AuditFilter filter)
    {
        if (Text(filter.Actor) is { } actor) entries = entries.Where(x => x.ActorId == actor || x.ActorName.Contains(actor));
        if (filter.ActorKind is { } kind) entries = entries.Where(x => x.ActorKind == kind);
        if (Text(filter.Action) is { } action) entries = entries.Where(x => x.Action.StartsWith(action));
        if (Text(filter.Subject) is { } subject) entries = entries.Where(x => x.Subject == subject);
        if (Text(filter.Address) is { } address) entries = entries.Where(x => x.Address!.StartsWith(address));
        if (filter.From is { } from) entries = entries.Where(x => x.At >= from);
        if (filter.Until is { } until) entries = entries.Where(x => x.At < until);
        if (Text(filter.Text) is { } text) entries = entries.Where(x => x.Before!.Contains(text) || x.After!.Contains(text));
        return entries;
    }

    public static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
