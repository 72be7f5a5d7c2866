using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Web.Common;
using OrderGuard.Web.Configuration;

namespace OrderGuard.Web.StatusSync;

/// <summary>The go-live test of one source: begun here, watched while it runs, and judged before the draft is published.</summary>
public sealed partial class RehearsalPage(
    DraftEditing editing, IUseCase<GetRehearsals, RehearsalList> get, IUseCase<StartRehearsal, RehearsalId> start, IUseCase<CancelRehearsal, Done> cancel,
    ICallerSource callers, ILiveFeed feed, IToasts toasts, IStringLocalizer<RehearsalText> texts) : ConfigurationPage(editing), IDisposable
{
    private RehearsalList? _list;
    private IDisposable? _watch;
    private string? _shown;
    private bool _busy;

    [Parameter] public string Code { get; set; } = "";

    private SourceDefinition? Source => Editing.Draft?.Document.Sources.FirstOrDefault(x => x.Code == Code);

    private string Name => Source?.Label?.Say() ?? Code;

    private RehearsalView? Running => _list?.Items.FirstOrDefault(x => x.State is RehearsalState.Running);

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        if ((await callers.GetAsync(CancellationToken.None)).TenantId is { } tenant && RendererInfo.IsInteractive)
            _watch = feed.Subscribe(tenant, x => x is RehearsalsLiveChange or DraftLiveChange ? InvokeAsync(LoadAsync) : Task.CompletedTask);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == Code) return;
        _shown = Code;
        await LoadAsync();
    }

    void IDisposable.Dispose()
    {
        _watch?.Dispose();
        Dispose();
    }

    private async Task LoadAsync()
    {
        var found = await get.RunAsync(new GetRehearsals(Code));
        if (found.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        _list = found.Value ?? _list ?? new RehearsalList([], 0, null);
        StateHasChanged();
    }

    private async Task StartAsync((RehearsalPlan Plan, RehearsalExpectations Expectations) wanted)
    {
        _busy = true;
        try
        {
            var answer = await start.RunAsync(new StartRehearsal(Code, wanted.Plan, wanted.Expectations));
            if (answer.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        }
        finally
        {
            _busy = false;
        }
        await LoadAsync();
    }

    private async Task CancelAsync(Guid id)
    {
        var answer = await cancel.RunAsync(new CancelRehearsal(new RehearsalId(id)));
        if (answer.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        await LoadAsync();
    }
}
