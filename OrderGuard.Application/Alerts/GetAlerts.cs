using System.Globalization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>Alerts in the order of their latest change, from after a cursor on: what changes while one pages comes again at the end, and nothing is missed.</summary>
[Requires(Permission.ViewAlerts)]
public sealed record GetAlerts(AlertFilter Filter, string? After = null, int Limit = GetAlerts.DefaultLimit)
{
    public const int DefaultLimit = 50;
    public const int MostAtOnce = 500;
}

/// <summary>Some alerts, and the cursor for those after them; null: there are none yet.</summary>
public sealed record ListedAlerts(IReadOnlyList<AlertView> Items, string? Next);

public sealed class GetAlertsValidator : AbstractValidator<GetAlerts>
{
    public GetAlertsValidator()
    {
        RuleFor(x => x.Limit).InclusiveBetween(1, GetAlerts.MostAtOnce);
        RuleFor(x => x.Filter.Text).MaximumLength(AlertFilter.TextMaxLength);
        RuleFor(x => x.After).Must(x => x is null || long.TryParse(x, NumberStyles.None, CultureInfo.InvariantCulture, out _)).WithMessage("Use the cursor of the page before.");
    }
}

internal sealed class GetAlertsHandler(IOrderGuardDb db) : IHandler<GetAlerts, ListedAlerts>
{
    public async Task<Result<ListedAlerts>> HandleAsync(GetAlerts request, CancellationToken ct)
    {
        var after = request.After is { } cursor ? long.Parse(cursor, CultureInfo.InvariantCulture) : 0;
        var found = await db.Alerts.AsNoTracking().Matching(request.Filter).Where(x => x.Sequence > after).OrderBy(x => x.Sequence).Take(request.Limit + 1).ToListAsync(ct);
        var page = found.Take(request.Limit).Select(AlertView.Of).ToList();
        return new ListedAlerts(page, found.Count > request.Limit ? page[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }
}
