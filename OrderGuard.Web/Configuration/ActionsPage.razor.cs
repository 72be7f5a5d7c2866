using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Configuration;

/// <summary>How far the system may go by itself, and by what it reaches the master system.</summary>
public partial class ActionsPage(
    DraftEditing editing, IUseCase<HaltActions, Done> halt, IUseCase<TestConnector, ActionReply> test, IToasts toasts, IStringLocalizer<ConfigurationText> texts) : ConfigurationPage(editing)
{
    private ActionReply? _reply;
    private bool _busy;

    /// <summary>What is published counts, not the draft: the switch acts at once.</summary>
    private bool Halted => Editing.Draft?.PublishedDocument.Actions.Halted == true;

    private async Task HaltAsync()
    {
        var halted = !Halted;
        if (!await toasts.ConfirmAsync(texts[halted ? "Actions.Halt" : "Actions.Resume"], texts[halted ? "Actions.HaltConsequence" : "Actions.ResumeConsequence"], texts[halted ? "Actions.Halt" : "Actions.Resume"])) return;
        _busy = true;
        try
        {
            if ((await halt.RunAsync(new HaltActions(halted))).Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            await Editing.LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    /// <summary>What the last test found is not said of another connection.</summary>
    private Task<bool> EditConnectorAsync(Func<ConfigurationDocument, ConfigurationDocument> edit)
    {
        _reply = null;
        return Editing.EditAsync(edit);
    }

    private async Task TestAsync()
    {
        if (Editing.Draft is not { } draft) return;
        _busy = true;
        try
        {
            var answer = await test.RunAsync(new TestConnector(draft.Document.Actions.Connector));
            if (answer.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            _reply = answer.Value;
        }
        finally
        {
            _busy = false;
        }
    }
}
