using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Application.Timeouts;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Configuration;

/// <summary>Who answers for which orders, and who is on duty when.</summary>
public partial class DutiesPage(DraftEditing editing, IUseCase<GetDutyPeople, IReadOnlyList<PersonName>> people, IStringLocalizer<ConfigurationText> texts, TimeProvider clock) : ConfigurationPage(editing)
{
    private IReadOnlyList<PersonName> _people = [];
    private DateTimeOffset _now;

    protected override async Task OnInitializedAsync()
    {
        _now = clock.GetUtcNow();
        _people = (await people.RunAsync(new GetDutyPeople())).Value ?? [];
        await base.OnInitializedAsync();
    }

    private Task<bool> AddDutyAsync()
    {
        var code = Editing.Draft!.Document.Duties.Select(x => x.Code).FreeCode("duty");
        return Editing.EditAsync(x => x with { Duties = [.. x.Duties, new DutyRule { Code = code }] });
    }

    private Task<bool> AddRotationAsync()
    {
        var code = Editing.Draft!.Document.Rotations.Select(x => x.Code).FreeCode("rotation");
        var rotation = new RotationDefinition { Code = code, Since = DateOnly.FromDateTime(_now.UtcDateTime), People = [.. _people.Take(1).Select(x => x.Id.Value.ToString())] };
        return Editing.EditAsync(x => x with { Rotations = [.. x.Rotations, rotation] });
    }

    private Task RemoveDutyAsync(int index)
    {
        var duty = Editing.Draft!.Document.Duties[index];
        return Editing.EditWithUndoAsync(x => x with { Duties = x.Duties.Without(index) }, texts["RemovedNamed", duty.Label?.Say() ?? duty.Code]);
    }

    private Task RemoveRotationAsync(int index)
    {
        var rotation = Editing.Draft!.Document.Rotations[index];
        return Editing.EditWithUndoAsync(x => x with { Rotations = x.Rotations.Without(index) }, texts["RemovedNamed", rotation.Label?.Say() ?? rotation.Code]);
    }
}
