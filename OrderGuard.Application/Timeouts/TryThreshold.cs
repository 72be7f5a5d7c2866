using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Dashboard;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Timeouts;

/// <summary>Tries another threshold of a monitoring point on the orders that began from a day to another, both included, in the company's zone.</summary>
/// <param name="Category">The category whose threshold it is; null: that of all others.</param>
/// <param name="Within">The threshold to try; null: the one in force.</param>
[Requires(Permission.ViewConfiguration)]
public sealed record TryThreshold(string Rule, string? Category = null, TimeSpan? Within = null, DateOnly? From = null, DateOnly? To = null)
{
    public const int UsualDays = 30;
    public const int MostDays = 400;
}

public sealed class TryThresholdValidator : AbstractValidator<TryThreshold>
{
    public TryThresholdValidator()
    {
        RuleFor(x => x.Within).Must(x => x is null || x > TimeSpan.Zero && x <= ConfigurationLimits.LongestTimeout).WithMessage($"Choose more than nothing and at most {ConfigurationLimits.LongestTimeout.TotalDays:0} days.");
        RuleFor(x => x.To).GreaterThanOrEqualTo(x => x.From).When(x => x.From is not null && x.To is not null).WithMessage("The last day must not be before the first.");
        RuleFor(x => x.To).Must((x, to) => x.From is null || to is null || to.Value.DayNumber - x.From.Value.DayNumber < TryThreshold.MostDays).WithMessage($"Choose at most {TryThreshold.MostDays} days.");
        RuleFor(x => x.From).Must(x => x is null || x.Value.Year is >= 1990 and < 9000).WithMessage("Choose a day of our time.");
        RuleFor(x => x.To).Must(x => x is null || x.Value.Year is >= 1990 and < 9000).WithMessage("Choose a day of our time.");
    }
}

internal sealed class TryThresholdHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, OrderHistories histories, TimeProvider clock) : IHandler<TryThreshold, ThresholdTrial>
{
    public async Task<Result<ThresholdTrial>> HandleAsync(TryThreshold request, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        if (configuration.Rule(request.Rule) is not { } rule) return Refusal.Invalid("unknown-rule", $"There is no monitoring point {request.Rule}.", new Problem("/rule", "Choose one of the list."));

        var now = clock.GetUtcNow();
        var zoneName = await db.Tenants.Where(x => x.Id == caller.RequiredTenant).Select(x => x.TimeZone).SingleAsync(ct);
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(zoneName, out var known) ? known : TimeZoneInfo.Utc;
        var last = request.To ?? request.From?.AddDays(TryThreshold.UsualDays - 1) ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).Date);
        var first = request.From ?? last.AddDays(1 - TryThreshold.UsualDays);
        var (start, end) = (BusinessDay.Midnight(first.ToDateTime(TimeOnly.MinValue), zone), BusinessDay.Midnight(last.AddDays(1).ToDateTime(TimeOnly.MinValue), zone));

        var tally = new ThresholdTally(configuration, rule, Tried(rule, request), request.Category, zone, end < now ? end : now);
        await foreach (var history in histories.ReadAsync(configuration, ct))
            if (history.First >= start && history.First < end) tally.Judge(history);
        return tally.Sum(first, last);
    }

    private static TimeoutRule Tried(TimeoutRule rule, TryThreshold request) => (request.Within, request.Category) switch
    {
        (null, _) => rule,
        ({ } within, null) => rule with { Within = within },
        ({ } within, { } category) => rule with { ByCategory = new Dictionary<string, TimeSpan>(rule.ByCategory) { [category] = within } },
    };
}
