using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Web.Timeouts;

namespace OrderGuard.Web.StatusSync;

/// <summary>How statuses travelled in a period: paths, pace, what could not be used, stays, and what targets were told.</summary>
public partial class StatusAnalyticsPage(IUseCase<GetStatusAnalytics, StatusAnalytics> getAnalytics, NavigationManager navigation) : ComponentBase
{
    private StatusAnalytics? _analytics;
    private Refusal? _refusal;
    private DateOnly _today;
    private string? _loaded;
    private bool _failed, _loading;

    /// <summary>First day, as in <c>2026-11-01</c>.</summary>
    [SupplyParameterFromQuery] public string? From { get; set; }

    /// <summary>Last day.</summary>
    [SupplyParameterFromQuery] public string? To { get; set; }

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
            var found = await getAnalytics.RunAsync(new GetStatusAnalytics(AnalyticsAddress.DayOf(From), AnalyticsAddress.DayOf(To)));
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

    private void Choose((DateOnly From, DateOnly To) period) => navigation.NavigateTo(AnalyticsAddress.Of("/analytics/status", period.From, period.To));
}
