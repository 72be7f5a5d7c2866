using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Timeouts;

/// <summary>How the timeouts went in a period, and whether it is getting better.</summary>
public partial class TimeoutAnalyticsPage(IUseCase<GetTimeoutAnalytics, TimeoutAnalytics> getAnalytics, NavigationManager navigation) : ComponentBase
{
    private TimeoutAnalytics? _analytics;
    private Refusal? _refusal;
    private DateOnly _today;
    private string? _loaded;
    private bool _failed, _loading;

    /// <summary>First day, as in <c>2026-11-01</c>.</summary>
    [SupplyParameterFromQuery] public string? From { get; set; }

    /// <summary>Last day.</summary>
    [SupplyParameterFromQuery] public string? To { get; set; }

    /// <summary>What is shown; where it was refused, what was asked for, so that it can be set right.</summary>
    private (DateOnly From, DateOnly To)? Period => _refusal is not null && AnalyticsAddress.DayOf(From) is { } from && AnalyticsAddress.DayOf(To) is { } to ? (from, to)
        : _analytics is { } shown ? (shown.From, shown.To) : null;

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded == $"{From}/{To}") return;
        _loaded = $"{From}/{To}";
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        _loading = true;
        try
        {
            var found = await getAnalytics.RunAsync(new GetTimeoutAnalytics(AnalyticsAddress.DayOf(From), AnalyticsAddress.DayOf(To)));
            (_refusal, _failed) = (found.Refusal, false);
            if (found.Refusal is not null) return;
            _analytics = found.Required;
            if (From is null && To is null) _today = found.Required.To;
        }
#pragma warning disable CA1031 // The page says so and offers to try again.
        catch (Exception)
        {
            _failed = true;
        }
#pragma warning restore CA1031
        finally
        {
            _loading = false;
        }
    }

    private void Choose((DateOnly From, DateOnly To) period) => navigation.NavigateTo(AnalyticsAddress.Of("/analytics/timeouts", period.From, period.To));
}
