using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Integrations;

/// <summary>How the company stands with the message broker, and the messages that could not be taken.</summary>
public partial class BrokerPage(
    IUseCase<GetBroker, BrokerView> get, IUseCase<GetDeadLetters, DeadLetterList> list, IUseCase<GetDeadLetter, DeadLetterContent> look, IUseCase<ReplayDeadLetters, DecidedDeadLetters> replay,
    IUseCase<DiscardDeadLetters, DecidedDeadLetters> discard, IUseCase<RepublishReturned, RepublishedEvents> republish, ICallerSource callers, IToasts toasts, IStringLocalizer<IntegrationsText> texts) : ComponentBase
{
    private readonly HashSet<DeadLetterId> _chosen = [];
    private BrokerView? _broker;
    private DeadLetterList? _letters;
    private DeadLetterId? _open;
    private DeadLetterContent? _content;
    private Refusal? _refusal;
    private string _reason = "";
    private bool _busy;
    private bool _mayDecide;
    private bool _mayLook;
    private bool _mayConfigure;

    protected override async Task OnInitializedAsync()
    {
        var caller = await callers.GetAsync(default);
        (_mayDecide, _mayLook, _mayConfigure) = (caller.May(Permission.ReportEvents), caller.May(Permission.ViewPersonalData), caller.May(Permission.EditConfiguration));
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var got = await get.RunAsync(new GetBroker());
        var listed = await list.RunAsync(new GetDeadLetters(null, 0, GetDeadLetters.MostListed));
        (_broker, _letters, _refusal) = (got.Value, listed.Value, got.Refusal ?? listed.Refusal);
        _chosen.IntersectWith(_letters?.Rows.Where(x => x.State is DeadLetterState.Waiting).Select(x => x.Id) ?? []);
    }

    private void Choose((DeadLetterId Id, bool Chosen) choice)
    {
        if (choice.Chosen) _chosen.Add(choice.Id);
        else _chosen.Remove(choice.Id);
    }

    private async Task LookAsync(DeadLetterId id)
    {
        if (_open == id)
        {
            (_open, _content) = (null, null);
            return;
        }
        var content = await look.RunAsync(new GetDeadLetter(id));
        if (content.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        else (_open, _content) = (id, content.Value);
    }

    private Task ReplayAsync(IReadOnlyList<DeadLetterId> ids) => DoAsync(async () =>
    {
        var done = await replay.RunAsync(new ReplayDeadLetters(ids));
        if (done.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        else toasts.Success(texts["Replayed", done.Required.Done]);
    });

    private Task DiscardAsync(IReadOnlyList<DeadLetterId> ids) => DoAsync(async () =>
    {
        if (string.IsNullOrWhiteSpace(_reason))
        {
            toasts.Error(texts["Discard.ReasonNeeded"]);
            return;
        }
        if (!await toasts.ConfirmAsync(texts["Discard"], texts["Discard.Consequence", ids.Count], texts["Discard"])) return;
        var done = await discard.RunAsync(new DiscardDeadLetters(ids, _reason));
        if (done.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        else
        {
            _reason = "";
            toasts.Success(texts["Discarded", done.Required.Done]);
        }
    });

    private Task RepublishAsync(ReturnedEvents returned) => DoAsync(async () =>
    {
        var done = await republish.RunAsync(new RepublishReturned(returned.Type));
        if (done.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        else toasts.Success(texts[done.Required.ReturnedAgain > 0 ? "Republished.Some" : "Republished", done.Required.Published, done.Required.ReturnedAgain]);
    });

    private async Task DoAsync(Func<Task> work)
    {
        if (_busy) return;
        _busy = true;
        try
        {
            await work();
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
