using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Configuration;

/// <summary>How the clocks of the sources go, and what is done about the wrong ones.</summary>
public partial class ClocksPage(DraftEditing editing, IUseCase<GetSourceClocks, SourceClocksAnswer> get, ViewerClock clock) : ConfigurationPage(editing)
{
    private IReadOnlyList<SourceClockView>? _clocks;

    private TimeZoneInfo Zone => clock.Zone;

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        _clocks = (await get.RunAsync(new GetSourceClocks())).Value?.Clocks ?? [];
    }
}
