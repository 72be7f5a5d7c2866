using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Orders;
using OrderGuard.Domain.Common;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Orders;

/// <summary>Finds orders; what is sought stands in the address, so that a link shows the same.</summary>
public partial class OrdersPage(
    IUseCase<GetOrders, OrderPage> getOrders, IUseCase<GetOrderChoices, OrderChoices> getChoices, ICallerSource callers, ILiveFeed feed,
    NavigationManager navigation, IStringLocalizer<OrdersText> texts, IStringLocalizer<CommonText> common, ViewerClock clock)
    : ComponentBase, IAsyncDisposable
{
    private const int PageSize = 50;
    private const int MostRemembered = 999;

    private readonly CancellationTokenSource _gone = new();
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private OrderFilter _filter = new();
    private OrdersShown _shown = new(OrderSort.Placed, true, 0);
    private OrderChoices? _choices;
    private OrderPage? _page;
    private Refusal? _refusal;
    private IReadOnlyList<FilterChip> _chips = [];
    private IDisposable? _subscription;
    private int _form;

    private ViewerClock Clock => clock;

    protected override async Task OnInitializedAsync()
    {
        navigation.LocationChanged += OnLocationChanged;
        _choices = (await getChoices.RunAsync(new GetOrderChoices(), _gone.Token)).Value;
        await ReadAddressAsync();
        if (RendererInfo.IsInteractive && (await callers.GetAsync(_gone.Token)).TenantId is { } tenant)
            _subscription = feed.Subscribe(tenant, OnChangeAsync);
    }

    public async ValueTask DisposeAsync()
    {
        navigation.LocationChanged -= OnLocationChanged;
        _subscription?.Dispose();
        await _gone.CancelAsync();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Show(OrderFilter filter) => navigation.NavigateTo(OrdersAddress.Of(filter));

    private void RemoveChip(string key) => Show(OrderChips.Without(_filter, key));

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath == OrdersAddress.Page) _ = InvokeAsync(ReadAddressAsync);
    }

    private async Task ReadAddressAsync()
    {
        _filter = OrdersAddress.Read(navigation.Uri);
        _chips = new OrderChips(texts, common, clock).Of(_filter, _choices);
        _form++;
        _shown = new(OrderSort.Placed, true, 0);
        await ReloadAsync();
    }

    private Task LoadAsync(OrdersShown shown)
    {
        if (shown == _shown && _page is not null) return Task.CompletedTask;
        _shown = shown;
        return ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        try
        {
            lock (_lock) _changed.Clear();
            var found = await getOrders.RunAsync(new GetOrders(_filter, _shown.Sort, _shown.Descending, _shown.Skip, PageSize), _gone.Token);
            _refusal = found.Refusal;
            _page = found.Value ?? _page;
            StateHasChanged();
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The viewer has left.
        }
    }

    /// <summary>Rows do not jump under the pointer: the page says how many changed, and the viewer chooses when to look.</summary>
    private Task OnChangeAsync(LiveChange change)
    {
        if (change is not OrdersLiveChange orders) return Task.CompletedTask;
        lock (_lock)
        {
            var before = _changed.Count;
            foreach (var orderNo in orders.OrderNos)
            {
                if (_changed.Count < MostRemembered) _changed.Add(orderNo);
            }
            if (_changed.Count == before) return Task.CompletedTask;
        }
        return InvokeAsync(StateHasChanged);
    }
}

/// <summary>What of the matching orders is shown, and in which order.</summary>
public sealed record OrdersShown(OrderSort Sort, bool Descending, int Skip);
