using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.StatusSync;

/// <summary>Comparing all that a source believes with the order book: by its list or a file, with the history of what was found.</summary>
public sealed partial class ReconciliationPage(
    IUseCase<GetReconciliations, ReconciliationList> get, IUseCase<StartReconciliation, ReconciliationId> start, ICallerSource callers, ILiveFeed feed, IToasts toasts, IStringLocalizer<SyncText> texts)
    : ComponentBase, IDisposable
{
    private const long MostBytes = 512L * 1024 * 1024;
    private ReconciliationList? _list;
    private Refusal? _refusal;
    private IDisposable? _watch;
    private string _source = "", _orderNo = "order_no", _status = "status";
    private bool _mayAct, _busy;

    private ReconcilableSource? Chosen => _list?.Sources.FirstOrDefault(x => x.Source == _source);

    private bool CanAsk => Chosen?.HasList == true;

    protected override async Task OnInitializedAsync()
    {
        var caller = await callers.GetAsync(CancellationToken.None);
        _mayAct = caller.May(Permission.ActOnOrders);
        await LoadAsync();
        if (RendererInfo.IsInteractive && caller.TenantId is { } tenant) _watch = feed.Subscribe(tenant, x => x is OrdersLiveChange { Events: 0 } ? InvokeAsync(LoadAsync) : Task.CompletedTask);
    }

    public void Dispose() => _watch?.Dispose();

    private async Task LoadAsync()
    {
        var found = await get.RunAsync(new GetReconciliations());
        (_refusal, _list) = (found.Refusal, found.Value ?? _list);
        if (_source.Length == 0 && _list?.Sources is [var first, ..]) _source = first.Source;
        StateHasChanged();
    }

    private Task AskAsync() => StartAsync(new StartReconciliation(_source));

    private async Task UploadAsync(InputFileChangeEventArgs e)
    {
        await using var content = e.File.OpenReadStream(MostBytes);
        await StartAsync(new StartReconciliation(_source, content, e.File.Name, _orderNo, _status));
    }

    private async Task StartAsync(StartReconciliation request)
    {
        _busy = true;
        try
        {
            var answer = await start.RunAsync(request);
            if (answer.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            else toasts.Success(texts["Reconciliation.Started", request.Source]);
        }
        catch (IOException)
        {
            toasts.Error(texts["Refusal.file-too-large"]);
        }
        finally
        {
            _busy = false;
        }
        await LoadAsync();
    }
}
