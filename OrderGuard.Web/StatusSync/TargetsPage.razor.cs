using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Web.Common;
using OrderGuard.Web.Configuration;
using OrderGuard.Web.Notifications;

namespace OrderGuard.Web.StatusSync;

/// <summary>The systems that are told of statuses: what, where, in which words, and who they think is calling.</summary>
public partial class TargetsPage(
    DraftEditing editing, IUseCase<PreviewTarget, TargetPreview> preview, IUseCase<TestTarget, TestedTarget> test, IUseCase<GetBroker, BrokerView> broker, ChannelSecrets secrets,
    IToasts toasts, IStringLocalizer<TargetsText> texts) : ConfigurationPage(editing)
{
    private readonly Dictionary<string, TargetPreview> _previews = [];
    private readonly Dictionary<string, TestedTarget> _tested = [];
    private IReadOnlyList<SecretRow> _secrets = [];
    private TargetPreset _preset;
    private string? _trying;
    private int _open = -1;
    private bool _hasBroker = true;

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        _secrets = await secrets.ListAsync();
        _hasBroker = (await broker.RunAsync(new GetBroker())).Value?.State.Configured ?? true;
    }

    private Task<bool> EditAsync(Func<ConfigurationDocument, ConfigurationDocument> edit) => Editing.EditAsync(edit);

    private async Task AddAsync()
    {
        var targets = Editing.Draft!.Document.Targets;
        var target = TargetEdits.New(_preset, targets.Select(x => x.Code));
        if (await Editing.EditAsync(x => x with { Targets = [.. x.Targets, target] })) _open = targets.Count;
    }

    private Task RemoveAsync(int index)
    {
        var code = Editing.Draft!.Document.Targets[index].Code;
        return Editing.EditWithUndoAsync(x => x.WithoutTarget(index), texts["Targets.Removed", code]);
    }

    private async Task PreviewAsync(string code, string? orderNo)
    {
        var answer = await preview.RunAsync(new PreviewTarget(code, orderNo));
        if (answer.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        else _previews[code] = answer.Required;
    }

    private async Task TestAsync(string code, string? orderNo)
    {
        _trying = code;
        try
        {
            var answer = await test.RunAsync(new TestTarget(code, orderNo));
            if (answer.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            else _tested[code] = answer.Required;
        }
        finally
        {
            _trying = null;
        }
    }

    private async Task SetSecretAsync(SetSecret request)
    {
        if (await secrets.SetAsync(request) is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        else toasts.Success(texts["Secret.Kept", request.Name]);
        _secrets = await secrets.ListAsync();
    }

    private async Task DeleteSecretAsync(string name)
    {
        if (await secrets.DeleteAsync(name) is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        _secrets = await secrets.ListAsync();
    }
}
