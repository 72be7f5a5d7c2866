using Microsoft.Extensions.Localization;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Configuration;

/// <summary>Working calendars: hours of the week, holidays and make-up days, with their files.</summary>
public partial class CalendarsPage(DraftEditing editing, ViewerClock clock, IStringLocalizer<ConfigurationText> texts) : ConfigurationPage(editing)
{
    private static readonly OpeningHours Office = new(TimeSpan.FromHours(9), TimeSpan.FromHours(18));
    private string _code = "";

    private DateTimeOffset Now => clock.ToViewer(clock.Now);

    private string? CheckCode(string code) => !ConfigurationLimits.IsCode(code) ? texts["Problem.code-pattern", ConfigurationLimits.CodeLength].Value
        : Editing.Draft!.Document.Calendars.Any(x => x.Code == code) ? texts["Problem.duplicate", code].Value : null;

    private async Task AddAsync()
    {
        var code = _code;
        if (CheckCode(code) is not null) return;
        _code = "";
        var week = new WeeklyHours { Monday = [Office], Tuesday = [Office], Wednesday = [Office], Thursday = [Office], Friday = [Office] };
        await Editing.EditAsync(x => x with { Calendars = [.. x.Calendars, new CalendarDefinition { Code = code, TimeZone = clock.Zone.Id, Weekly = week }] });
    }

    private Task RemoveAsync(int index) =>
        Editing.EditWithUndoAsync(x => x with { Calendars = x.Calendars.Without(index) }, texts["RemovedNamed", Editing.Draft!.Document.Calendars[index].Code]);
}
