using System.Text;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Configuration;

/// <summary>The history of the configuration: compare, restore, export, import.</summary>
public partial class VersionsPage(
    DraftEditing editing, IUseCase<ListVersions, VersionPage> list, IUseCase<CompareVersions, VersionComparison> compare, IUseCase<RestoreVersion, PublishedConfiguration> restore,
    IUseCase<ImportDraft, DraftState> import, IToasts toasts, IStringLocalizer<ConfigurationText> texts) : ConfigurationPage(editing)
{
    private List<VersionRow>? _rows;
    private IReadOnlyList<ConfigurationProblem> _importProblems = [];
    private VersionComparison? _comparison;
    private int _from, _to;
    private int? _next;

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        await ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        if ((await list.RunAsync(new ListVersions())).Value is not { } page) return;
        (_rows, _next) = ([.. page.Items], page.Next);
        if (_rows is [{ Number: var newest }, ..]) await ChooseAsync((newest - 1, newest));
    }

    private async Task MoreAsync()
    {
        if ((await list.RunAsync(new ListVersions(_next))).Value is not { } page) return;
        _rows!.AddRange(page.Items);
        _next = page.Next;
    }

    private async Task ChooseAsync((int From, int To) chosen)
    {
        (_from, _to) = chosen;
        _comparison = (await compare.RunAsync(new CompareVersions(_from, _to))).Value;
    }

    private async Task RestoreAsync(int number)
    {
        if (Editing.Draft is not { } draft || (await compare.RunAsync(new CompareVersions(draft.Published.Number, number))).Value is not { } difference) return;
        if (!await toasts.ConfirmAsync(texts["Versions.Restore", number], texts["Versions.RestoreConsequence", difference.Changes.Count, draft.Published.Number + 1], texts["Versions.RestoreAction"])) return;

        var answer = await restore.RunAsync(new RestoreVersion(number, texts["Versions.RestoreNote", number]));
        if (answer.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        else toasts.Success(texts["Review.Published", answer.Required.Number]);
        await Editing.LoadAsync();
        await ReloadAsync();
    }

    private async Task ImportAsync(InputFileChangeEventArgs e)
    {
        _importProblems = [];
        if (e.File.Size > ConfigurationLimits.DocumentBytes)
        {
            toasts.Error(texts["Problem.too-large", ConfigurationLimits.DocumentBytes / 1024]);
            return;
        }
        using var reader = new StreamReader(e.File.OpenReadStream(ConfigurationLimits.DocumentBytes), Encoding.UTF8);
        var json = await reader.ReadToEndAsync();
        // Read here too, because the portal says what is wrong in the viewer's language.
        var reading = ConfigurationReader.Read(json, Editing.Draft is { } draft ? ConfigurationJson.Write(draft.Document) : null);
        _importProblems = [.. reading.Problems.Take(50)];
        if (_importProblems.Count > 0) return;

        var answer = await import.RunAsync(new ImportDraft(json));
        if (await Editing.TakeAsync(answer)) toasts.Success(texts["Versions.Imported", Editing.Draft!.Changes.Count]);
    }
}
