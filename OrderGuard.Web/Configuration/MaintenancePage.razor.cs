using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Configuration;

/// <summary>Maintenance windows, and what they have collapsed.</summary>
public partial class MaintenancePage(DraftEditing editing, IUseCase<GetMaintenance, MaintenanceActivity> get, ViewerClock clock, IStringLocalizer<ConfigurationText> texts) : ConfigurationPage(editing)
{
    private MaintenanceActivity _activity = new(new Dictionary<string, MaintenanceCount>(), []);

    private DateTimeOffset Now => clock.Now;

    private TimeZoneInfo Zone => clock.Zone;

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        if ((await get.RunAsync(new GetMaintenance())).Value is { } activity) _activity = activity;
    }

    private async Task AddAsync()
    {
        var hour = new DateTimeOffset(Now.Ticks - Now.Ticks % TimeSpan.TicksPerHour, TimeSpan.Zero).AddHours(1);
        await Editing.EditAsync(x => x with { Maintenance = [.. x.Maintenance, new MaintenanceWindow { Code = x.Maintenance.Select(m => m.Code).FreeCode("window"), From = hour, Until = hour.AddHours(4) }] });
    }

    private Task RemoveAsync(int index) =>
        Editing.EditWithUndoAsync(x => x with { Maintenance = x.Maintenance.Without(index) }, texts["RemovedNamed", Editing.Draft!.Document.Maintenance[index].Code]);
}
