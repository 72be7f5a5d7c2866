using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Orders;

/// <summary>Who moved this order back, and from where; what else that key or person moved, and the way to take it back.</summary>
public partial class MovesPage(
    IUseCase<GetKeyMoves, KeyMoves> getMoves, IUseCase<UndoMoves, UndoView> undoMoves, IUseCase<GetUndo, UndoView> getUndo, IUseCase<GetUndos, IReadOnlyList<UndoView>> getUndos,
    NavigationManager navigation, IToasts toasts, IStringLocalizer<OrdersText> texts, TimeProvider clock) : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan LooksEvery = TimeSpan.FromMilliseconds(700);

    private readonly CancellationTokenSource _gone = new();
    private GetKeyMoves _asked = new();
    private KeyMoves? _found;
    private List<UndoView> _undos = [];
    private Refusal? _refusal;
    private string _order = "";
    private bool _asking, _busy, _watching;

    private string Title => _asked.OrderNo is { } order ? texts["Moves.Of", order] : _found?.MoverName is { } name ? texts["Moves.By", name] : texts["Moves"];

    private bool MayUndo => _asked is { ActorId: not null, From: not null } && _found is { Back: > 0 };

    protected override Task OnInitializedAsync()
    {
        navigation.LocationChanged += OnLocationChanged;
        return ReadAddressAsync();
    }

    public async ValueTask DisposeAsync()
    {
        navigation.LocationChanged -= OnLocationChanged;
        await _gone.CancelAsync();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Search()
    {
        if (!string.IsNullOrWhiteSpace(_order)) Go(new GetKeyMoves(_order.Trim()));
    }

    private void Go(GetKeyMoves asked) => navigation.NavigateTo(MovesAddress.Of(asked));

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath == MovesAddress.Page) _ = InvokeAsync(ReadAddressAsync);
    }

    private Task ReadAddressAsync()
    {
        _asked = MovesAddress.Read(navigation.Uri);
        (_order, _asking, _found) = (_asked.OrderNo ?? "", false, null);
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        if (_asked is { OrderNo: null, ActorId: null }) return;
        var found = await getMoves.RunAsync(_asked, _gone.Token);
        (_found, _refusal) = (found.Value, found.Refusal);
        _undos = _asked.ActorId is { } actor ? [.. (await getUndos.RunAsync(new GetUndos(actor), _gone.Token)).Value ?? []] : [];
        if (_undos.Exists(x => x.FinishedAt is null)) Watch();
        StateHasChanged();
    }

    private async Task UndoAsync(string reason)
    {
        _busy = true;
        try
        {
            var begun = await undoMoves.RunAsync(new UndoMoves(_asked.ActorId!, _asked.From!.Value, _asked.Until ?? clock.GetUtcNow(), reason), _gone.Token);
            if (begun.Refusal is { } refusal)
            {
                toasts.Error(texts.ForRefusal(refusal));
                return;
            }
            _asking = false;
            _undos.Insert(0, begun.Required);
            Watch();
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task OpenAsync(Guid id)
    {
        var got = await getUndo.RunAsync(new GetUndo(new MoveUndoId(id)), _gone.Token);
        if (got.Value is { } undo) _undos = [.. _undos.Select(x => x.Id == id ? undo : x)];
    }

    private void Watch()
    {
        if (_watching || !RendererInfo.IsInteractive) return;
        _watching = true;
        _ = InvokeAsync(WatchAsync);
    }

    /// <summary>Shows how the undo comes on; it goes on without the page.</summary>
    private async Task WatchAsync()
    {
        try
        {
            while (_undos.Find(x => x.FinishedAt is null) is { } running)
            {
                await Task.Delay(LooksEvery, _gone.Token);
                await OpenAsync(running.Id);
                StateHasChanged();
            }
            _watching = false;
            var shown = _undos;
            await LoadAsync();
            _undos = shown;
            StateHasChanged();
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The viewer has left; the undo goes on.
        }
    }
}
