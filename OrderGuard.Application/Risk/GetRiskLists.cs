using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk;

/// <summary>The company's allow and block lists, newest first; entries that are over only where they are asked for.</summary>
[Requires(Permission.ViewRisk)]
public sealed record GetRiskLists(ListEffect? Effect = null, ListKind? Kind = null, bool Over = false, string? After = null, int Limit = 50)
{
    public const int MostLimit = 500;
}

/// <summary>One entry as people see it; the value itself is never told.</summary>
public sealed record RiskListRow(
    Guid Id, ListKind Kind, ListEffect Effect, string Shown, string Reason, string AddedBy, DateTimeOffset AddedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RemovedAt, string? RemovedBy)
{
    public static RiskListRow Of(RiskListEntry x) => new(x.Id, x.Kind, x.Effect, x.Shown, x.Reason, x.AddedBy, x.AddedAt, x.ExpiresAt, x.RemovedAt, x.RemovedBy);
}

public sealed record RiskListPage(IReadOnlyList<RiskListRow> Items, string? Next);

internal sealed class GetRiskListsHandler(IOrderGuardDb db, TimeProvider clock) : IHandler<GetRiskLists, RiskListPage>
{
    public async Task<Result<RiskListPage>> HandleAsync(GetRiskLists request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var entries = db.RiskListEntries.AsNoTracking();
        if (request.Effect is { } effect) entries = entries.Where(x => x.Effect == effect);
        if (request.Kind is { } kind) entries = entries.Where(x => x.Kind == kind);
        if (!request.Over) entries = entries.Where(x => x.RemovedAt == null && (x.ExpiresAt == null || x.ExpiresAt > now));
        var limit = Math.Clamp(request.Limit, 1, GetRiskLists.MostLimit);
        var skip = int.TryParse(request.After, NumberStyles.None, CultureInfo.InvariantCulture, out var passed) ? passed : 0;
        var rows = await entries.OrderByDescending(x => x.AddedAt).ThenBy(x => x.Id).Skip(skip).Take(limit + 1).ToListAsync(ct);
        return new RiskListPage([.. rows.Take(limit).Select(RiskListRow.Of)], rows.Count > limit ? (skip + limit).ToString(CultureInfo.InvariantCulture) : null);
    }
}
