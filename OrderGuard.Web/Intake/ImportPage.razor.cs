using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Intake;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Intake;

/// <summary>One import: how far it is, what came of it, what was rejected.</summary>
public partial class ImportPage(
    IUseCase<GetImport, ImportView> get, IUseCase<GetRejectedRows, RejectedRows> getRejected, IUseCase<CancelImport, ImportView> cancel,
    IToasts toasts, IStringLocalizer<ImportText> texts, TimeProvider clock) : ComponentBase, IDisposable
{
    private const int RejectedShown = 50;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _gone = new();
    private ImportView? _import;
    private IReadOnlyList<RejectedRowView> _rejected = [];
    private Refusal? _refusal;
    private bool _busy;

    [Parameter] public Guid Id { get; set; }

    protected override async Task OnInitializedAsync()
    {
        await ReloadAsync();
        if (RendererInfo.IsInteractive) _ = WatchAsync();
    }

    private async Task ReloadAsync()
    {
        var found = await get.RunAsync(new GetImport(new ImportJobId(Id)), _gone.Token);
        _refusal = found.Refusal;
        _import = found.Value ?? _import;
        if (_import is { Rejected: > 0 } && _rejected.Count < Math.Min(_import.Rejected, RejectedShown))
            _rejected = (await getRejected.RunAsync(new GetRejectedRows(new ImportJobId(Id), Limit: RejectedShown), _gone.Token)).Value?.Rows ?? [];
    }

    private async Task CancelAsync()
    {
        if (_import is null || !await toasts.ConfirmAsync(texts["Cancel"], texts["Cancel.Consequence", _import.FileName, _import.Rows], texts["Cancel"])) return;
        _busy = true;
        try
        {
            if ((await cancel.RunAsync(new CancelImport(new ImportJobId(Id)), _gone.Token)).Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            else toasts.Success(texts["Cancelled"]);
            await ReloadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        try
        {
            while (_import?.IsOver() != true && await timer.WaitForNextTickAsync(_gone.Token))
            {
                await InvokeAsync(ReloadAsync);
                await InvokeAsync(StateHasChanged);
            }
        }
        catch (OperationCanceledException)
        {
            // The viewer has left.
        }
        catch (Exception e) when (!_gone.IsCancellationRequested)
        {
            await DispatchExceptionAsync(e);
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        GC.SuppressFinalize(this);
    }
}
