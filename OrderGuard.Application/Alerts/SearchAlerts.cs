using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Alerts;

/// <summary>A page of alerts for a list: sorted and counted in the database.</summary>
[Requires(Permission.ViewAlerts)]
public sealed record SearchAlerts(AlertFilter Filter, AlertSort Sort = AlertSort.Gravest, bool Descending = false, int Skip = 0, int Take = 50);

public enum AlertSort
{
    /// <summary>Gravest first, then the oldest.</summary>
    Gravest,
    Since,
    RaisedAt,
    DueAt,
    OrderNo,
    Category,
    Assignee,
    Level,
}

public sealed record FoundAlerts(IReadOnlyList<AlertView> Items, int Total)
{
    /// <summary>What the company calls its categories.</summary>
    public IReadOnlyList<CategoryDefinition> Categories { get; init; } = [];
}

public sealed class SearchAlertsValidator : AbstractValidator<SearchAlerts>
{
    public SearchAlertsValidator()
    {
        RuleFor(x => x.Skip).GreaterThanOrEqualTo(0);
        RuleFor(x => x.Take).InclusiveBetween(1, GetAlerts.MostAtOnce);
        RuleFor(x => x.Sort).IsInEnum();
        RuleFor(x => x.Filter.Text).MaximumLength(AlertFilter.TextMaxLength);
    }
}

internal sealed class SearchAlertsHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations) : IHandler<SearchAlerts, FoundAlerts>
{
    public async Task<Result<FoundAlerts>> HandleAsync(SearchAlerts request, CancellationToken ct)
    {
        var matching = db.Alerts.AsNoTracking().Matching(request.Filter);
        var total = await matching.CountAsync(ct);
        var rows = await Sorted(matching, request).Skip(request.Skip).Take(request.Take).ToListAsync(ct);
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        return new FoundAlerts(rows.ConvertAll(AlertView.Of), total) { Categories = configuration.Document.Categories };
    }

    private static IOrderedQueryable<Alert> Sorted(IQueryable<Alert> alerts, SearchAlerts request)
    {
        var sorted = (request.Sort, request.Descending) switch
        {
            (AlertSort.Since, false) => alerts.OrderBy(x => x.Since),
            (AlertSort.Since, true) => alerts.OrderByDescending(x => x.Since),
            (AlertSort.RaisedAt, false) => alerts.OrderBy(x => x.RaisedAt),
            (AlertSort.RaisedAt, true) => alerts.OrderByDescending(x => x.RaisedAt),
            (AlertSort.DueAt, false) => alerts.OrderBy(x => x.DueAt),
            (AlertSort.DueAt, true) => alerts.OrderByDescending(x => x.DueAt),
            (AlertSort.OrderNo, false) => alerts.OrderBy(x => x.OrderNo),
            (AlertSort.OrderNo, true) => alerts.OrderByDescending(x => x.OrderNo),
            (AlertSort.Category, false) => alerts.OrderBy(x => x.Category),
            (AlertSort.Category, true) => alerts.OrderByDescending(x => x.Category),
            (AlertSort.Assignee, false) => alerts.OrderBy(x => x.AssigneeName),
            (AlertSort.Assignee, true) => alerts.OrderByDescending(x => x.AssigneeName),
            (AlertSort.Level, false) => alerts.OrderBy(x => x.Level),
            (AlertSort.Level, true) => alerts.OrderByDescending(x => x.Level),
            _ => alerts.OrderBy(x => x.State).ThenByDescending(x => x.Severity).ThenBy(x => x.Since),
        };
        return sorted.ThenBy(x => x.Sequence);
    }
}
