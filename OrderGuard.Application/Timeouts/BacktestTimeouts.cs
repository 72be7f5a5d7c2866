using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Application.Timeouts;

/// <summary>What timeout rules would have done to the stored history of the orders whose first event lies in [From, To).</summary>
/// <param name="To">Also the moment at which what is still unmet is judged; null: now.</param>
/// <param name="Timeouts">The rules to try; null: those in force.</param>
[Requires(Permission.ViewConfiguration)]
public sealed record BacktestTimeouts(DateTimeOffset? From = null, DateTimeOffset? To = null, IReadOnlyList<TimeoutRule>? Timeouts = null);

/// <summary>The answer of a backtest: the orders looked at, and each rule's figures.</summary>
public sealed record Backtest(long Orders, IReadOnlyList<BacktestRule> Rules);

/// <summary>What one rule would have done.</summary>
public sealed record BacktestRule(string Code, long Armed, long Breaches, IReadOnlyDictionary<string, BacktestCount> ByCategory);

/// <summary>How often a rule was armed and breached.</summary>
public sealed record BacktestCount(long Armed, long Breaches);

public sealed class BacktestTimeoutsValidator : AbstractValidator<BacktestTimeouts>
{
    private const int MostRules = 200;
    private const int CodeMaxLength = 100;

    public BacktestTimeoutsValidator()
    {
        RuleFor(x => x.To).GreaterThan(x => x.From).When(x => x.From is not null && x.To is not null).WithMessage("The end must come after the beginning.");
        RuleFor(x => x.Timeouts).Must(x => x is null || x.Count <= MostRules).WithMessage($"At most {MostRules} rules can be tried at once.");
        RuleFor(x => x.Timeouts).Must(x => x is null || x.Select(r => r.Code).Distinct(StringComparer.Ordinal).Count() == x.Count).WithMessage("Each rule needs a code of its own.");
        RuleForEach(x => x.Timeouts).ChildRules(rule =>
        {
            rule.RuleFor(x => x.Code).NotEmpty().MaximumLength(CodeMaxLength).WithMessage("A code is needed.");
            rule.RuleFor(x => x.Until).GreaterThan(x => x.From).WithMessage("The status that meets the rule must come after the one that arms it.");
            rule.RuleFor(x => x.Within).GreaterThan(TimeSpan.Zero).WithMessage("The duration must be longer than nothing.");
            rule.RuleFor(x => x.ByCategory).Must(x => x.Values.All(v => v > TimeSpan.Zero)).WithMessage("Each category's duration must be longer than nothing.");
            rule.RuleFor(x => x.Overrides).Must(x => x.All(v => v.Within > TimeSpan.Zero)).WithMessage("Each override's duration must be longer than nothing.");
            rule.RuleFor(x => x.Calendar).NotEmpty().When(x => x.Clock is TimeoutClock.Working).WithMessage("Name the calendar whose working time counts.");
        });
    }
}

internal sealed class BacktestTimeoutsHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations, OrderHistories histories, TimeProvider clock) : IHandler<BacktestTimeouts, Backtest>
{
    public async Task<Result<Backtest>> HandleAsync(BacktestTimeouts request, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var rules = request.Timeouts ?? configuration.Document.Timeouts;
        var unknown = rules.SelectMany((x, i) => new[] { (Path: $"/timeouts/{i}/from", Status: x.From), (Path: $"/timeouts/{i}/until", Status: x.Until) })
            .Where(x => configuration.Status(x.Status) is null).Select(x => new Problem(x.Path, $"There is no status {x.Status}.")).ToArray();
        if (request.Timeouts is not null)
            unknown = [.. unknown, .. rules.SelectMany((x, i) => x.Overrides.Select(o => o.Calendar).Append(x.Calendar)
                .Where(c => c is not null && configuration.Calendars.Find(c) is null).Select(c => new Problem($"/timeouts/{i}/calendar", $"There is no calendar {c}.")))];
        if (unknown.Length > 0 && request.Timeouts is not null) return Refusal.Invalid("invalid", "Some fields need mending.", unknown);

        var asOf = request.To ?? clock.GetUtcNow();
        var tallies = rules.Select(x => new RuleTally(x, configuration)).ToList();
        var orders = 0L;
        await foreach (var history in histories.ReadAsync(configuration, ct))
        {
            if (history.First < request.From || (request.To is { } to && history.First >= to)) continue;
            orders++;
            foreach (var tally in tallies) tally.Judge(history, asOf);
        }
        return new Backtest(orders, [.. tallies.Select(x => x.Sum())]);
    }

    private sealed class RuleTally(TimeoutRule rule, TenantConfiguration configuration)
    {
        private readonly SortedDictionary<string, (long Armed, long Breaches)> _byCategory = new(StringComparer.Ordinal);
        private long _armed;
        private long _breaches;

        public void Judge(OrderHistory history, DateTimeOffset asOf)
        {
            foreach (var waiting in TimeoutReplay.Judge(history.Entries, rule, configuration.TermsOf(rule, history.Subject), configuration.IsTerminal, asOf))
            {
                _armed++;
                if (waiting.Breached) _breaches++;
                if (history.Subject.Category is not { } category) continue;
                var (armed, breaches) = _byCategory.GetValueOrDefault(category);
                _byCategory[category] = (armed + 1, breaches + (waiting.Breached ? 1 : 0));
            }
        }

        public BacktestRule Sum() => new(rule.Code, _armed, _breaches, _byCategory.ToDictionary(x => x.Key, x => new BacktestCount(x.Value.Armed, x.Value.Breaches)));
    }
}
