using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;
using OrderGuard.Web.Configuration;

namespace OrderGuard.Web.Notifications;

/// <summary>What the messages say: for each event, kind of channel and language, with a preview while typing.</summary>
public partial class TemplatesPage(DraftEditing editing, IUseCase<PreviewTemplate, TemplatePreview> preview) : ConfigurationPage(editing)
{
    private string _event = NoticeKinds.Reminder;
    private ChannelKind _kind = ChannelKind.DingTalk;
    private string _language = System.Globalization.CultureInfo.CurrentUICulture.Name.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-CN" : "en";
    private string _text = "";
    private TemplatePreview? _preview;

    /// <summary>What is typed is not in the draft yet: its problems come from the preview, not from the draft.</summary>
    private bool _typing;

    private string Name => ChannelRules.TemplateName(_event, _kind, _language);

    private bool IsOwn => Editing.Draft?.Document.Notifications.Templates.ContainsKey(Name) == true;

    private string Pointer => ConfigurationProblem.At("/notifications/templates", Name);

    /// <summary>The draft says itself what is wrong with the text that it holds.</summary>
    private bool Told(DraftState draft) => !_typing && draft.Problems.Any(x => x.Pointer == Pointer);

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        await ChooseAsync(_event, _kind, _language);
    }

    private Task ChooseAsync(string @event, ChannelKind kind, string language)
    {
        (_event, _kind, _language) = (@event, kind, language);
        return ShowAsync(Editing.Draft?.Document.Notifications.Templates.GetValueOrDefault(Name) ?? NoticePresets.Of(@event, kind, language));
    }

    private Task OpenAsync(string name)
    {
        var parts = name.Split('.');
        return parts.Length == 3 && Enum.TryParse<ChannelKind>(parts[1], ignoreCase: true, out var kind) ? ChooseAsync(parts[0], kind, parts[2]) : Task.CompletedTask;
    }

    private async Task ShowAsync(string text)
    {
        (_text, _typing) = (text, false);
        await PreviewAsync(text);
    }

    private Task TypedAsync(string text)
    {
        _typing = true;
        return PreviewAsync(text);
    }

    private async Task PreviewAsync(string text) => _preview = (await preview.RunAsync(new PreviewTemplate(_event, _kind, _language, text))).Value;

    private async Task SetAsync(string text)
    {
        (_text, _typing) = (text, false);
        var own = string.IsNullOrWhiteSpace(text) || text == NoticePresets.Of(_event, _kind, _language) ? null : text;
        await Editing.EditAsync(x => x.WithTemplate(Name, own));
        if (own is null) await ResetTextAsync();
    }

    private async Task ResetAsync()
    {
        await Editing.EditAsync(x => x.WithTemplate(Name, null));
        await ResetTextAsync();
    }

    private Task ResetTextAsync() => ShowAsync(NoticePresets.Of(_event, _kind, _language));
}
