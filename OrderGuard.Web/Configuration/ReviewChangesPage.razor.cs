using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Common;
using ConfigurationSection = OrderGuard.Domain.Configuration.ConfigurationSection;

namespace OrderGuard.Web.Configuration;

/// <summary>What the draft changes, in words and in its effect, before it counts.</summary>
public partial class ReviewChangesPage(
    DraftEditing editing, IUseCase<EstimateDraftEffect, DraftEffect> estimate, IUseCase<PublishDraft, PublishedConfiguration> publish,
    IUseCase<GetGoLive, GoLiveState> goLive,
    IToasts toasts, IStringLocalizer<ConfigurationText> texts) : ConfigurationPage(editing)
{
    private DraftEffect? _effect;
    private Guid? _estimated;
    private GoLiveState? _goLive;
    private string _note = "", _reason = "";
    private int? _published;
    private bool _busy;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Editing.Draft is not { Revision: { } revision } draft || revision == _estimated) return;
        _estimated = revision;
        _effect = null;
        _goLive = (await goLive.RunAsync(new GetGoLive())).Value;
        StateHasChanged();
        if (!draft.Changes.Any(x => x.Section is ConfigurationSection.Timeouts or ConfigurationSection.Statuses or ConfigurationSection.Calendars)) return;
        _effect = (await estimate.RunAsync(new EstimateDraftEffect())).Value;
        StateHasChanged();
    }

    private bool NeedsReason => _goLive is { Unrehearsed.Count: > 0 } && string.IsNullOrWhiteSpace(_reason);

    private string Place(DraftState draft, ConfigurationProblem problem) => string.Join(" · ", ((string?[])[
        ConfigurationPlaces.SectionOf(problem.Pointer) is { } section ? texts[$"Section.{section}"] : problem.Pointer,
        ConfigurationPlaces.EntryOf(draft.Document, problem.Pointer)]).OfType<string>());

    private async Task PublishAsync()
    {
        if (Editing.Draft?.Revision is not { } revision) return;
        _busy = true;
        try
        {
            var answer = await publish.RunAsync(new PublishDraft(revision, _note, _reason));
            if (answer.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            else
            {
                (_published, _note, _reason, _goLive) = (answer.Required.Number, "", "", null);
                toasts.Success(texts["Review.Published", answer.Required.Number]);
            }
            await Editing.LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
