using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Common;
using OrderGuard.Web.Configuration;

namespace OrderGuard.Web.Notifications;

/// <summary>The ways in which people are told, the secrets they need, and the hours in which they keep still.</summary>
public partial class ChannelsPage(
    DraftEditing editing, IUseCase<GetChannels, ChannelStandings> standings, IUseCase<TestChannel, TestedChannel> test, IUseCase<EnableChannel, Done> enable, ChannelSecrets secrets,
    IToasts toasts, IStringLocalizer<NotificationsText> texts) : ConfigurationPage(editing)
{
    private readonly Dictionary<string, TestedChannel> _tested = [];
    // Null until it was asked for, so that nothing is said to be missing meanwhile.
    private IReadOnlyList<SecretRow>? _secrets;
    private ChannelStandings _standings = new([], 0);
    private ChannelKind _kind;
    private string? _testing;
    private int _open = -1;

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        _secrets = await secrets.ListAsync();
        await LoadStandingsAsync();
    }

    private async Task LoadStandingsAsync() => _standings = (await standings.RunAsync(new GetChannels())).Value ?? _standings;

    private ChannelStanding? StandingOf(string code) => _standings.Channels.FirstOrDefault(x => x.Code == code);

    private List<string> MissingOf(int index) =>
        _secrets is { } known ? [.. Editing.Draft!.Document.Channels[index].Secrets.Values.Where(x => known.All(s => s.Name != x)).Distinct()] : [];

    private Task<bool> EditAsync(Func<ConfigurationDocument, ConfigurationDocument> edit) => Editing.EditAsync(edit);

    private async Task AddAsync()
    {
        var channels = Editing.Draft!.Document.Channels;
        var channel = ChannelEdits.New(_kind, channels.Select(x => x.Code));
        if (await Editing.EditAsync(x => x with { Channels = [.. x.Channels, channel] })) _open = channels.Count;
    }

    private Task RemoveAsync(int index)
    {
        var code = Editing.Draft!.Document.Channels[index].Code;
        return Editing.EditWithUndoAsync(x => x.WithoutChannel(index), texts["Channels.Removed", code]);
    }

    private async Task TestAsync(string code)
    {
        _testing = code;
        try
        {
            var tested = await test.RunAsync(new TestChannel(code));
            if (tested.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            else _tested[code] = tested.Required;
            await LoadStandingsAsync();
        }
        finally
        {
            _testing = null;
        }
    }

    private async Task EnableAsync(string code)
    {
        if ((await enable.RunAsync(new EnableChannel(code))).Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        await LoadStandingsAsync();
    }

    private async Task SetSecretAsync(SetSecret request)
    {
        if (await secrets.SetAsync(request) is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        else toasts.Success(texts["Secrets.Kept", request.Name]);
        _secrets = await secrets.ListAsync();
    }

    private async Task DeleteSecretAsync(string name)
    {
        if (await secrets.DeleteAsync(name) is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        _secrets = await secrets.ListAsync();
    }
}
