using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Notifications;

/// <summary>What went out, to where, and what the provider said; what is sought stands in the address.</summary>
public partial class DeliveriesPage(
    IUseCase<SearchDeliveries, FoundDeliveries> search, IUseCase<RetryDelivery, Done> retry, ICallerSource callers, IToasts toasts, NavigationManager navigation,
    IStringLocalizer<NotificationsText> texts) : ComponentBase, IDisposable
{
    private const int PageSize = 50;

    private DeliveryFilter _filter = new();
    private FoundDeliveries? _found;
    private Refusal? _refusal;
    private bool _mayRetry;
    private int _page, _form;

    private int Pages => Math.Max(1, ((_found?.Count ?? 0) + PageSize - 1) / PageSize);

    private IReadOnlyList<FilterChip> Chips
    {
        get
        {
            (string Key, string? Value)[] chips =
            [
                ("text", _filter.Text), ("channel", _filter.Channel), ("state", _filter.State is { } state ? texts[$"State.{state}"].Value : null),
                ("event", _filter.Event is { } kind ? texts[$"Event.{kind}"].Value : null),
            ];
            return [.. chips.Where(x => x.Value is not null).Select(x => new FilterChip(x.Key, texts[$"Filter.{x.Key}"], x.Value))];
        }
    }

    protected override async Task OnInitializedAsync()
    {
        navigation.LocationChanged += OnLocationChanged;
        _mayRetry = (await callers.GetAsync(default)).May(Permission.HandleAlerts);
        await ReadAddressAsync();
    }

    public void Dispose()
    {
        navigation.LocationChanged -= OnLocationChanged;
        GC.SuppressFinalize(this);
    }

    private void Show(DeliveryFilter filter) => navigation.NavigateTo(DeliveriesAddress.Of(filter));

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath == DeliveriesAddress.Page) _ = InvokeAsync(ReadAddressAsync);
    }

    private Task ReadAddressAsync()
    {
        _filter = DeliveriesAddress.Read(navigation.Uri);
        _form++;
        return GoAsync(0);
    }

    private Task GoAsync(int page)
    {
        _page = page;
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        var found = await search.RunAsync(new SearchDeliveries(_filter, _page * PageSize, PageSize));
        (_found, _refusal) = (found.Value, found.Refusal);
        StateHasChanged();
    }

    private async Task RetryAsync(DeliveryRow row)
    {
        if ((await retry.RunAsync(new RetryDelivery(row.Id))).Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        else toasts.Success(texts["Retried"]);
        await LoadAsync();
    }
}
