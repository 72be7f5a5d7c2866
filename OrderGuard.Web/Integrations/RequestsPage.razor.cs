using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Integrations;

/// <summary>What part of the matching requests is shown, and in which order.</summary>
public sealed record RequestsShown(RequestSort Sort, bool Descending, int Skip);

/// <summary>Who asked the machine interface for what; what is sought stands in the address.</summary>
public partial class RequestsPage(
    IUseCase<GetRequests, RequestPage> getRequests, IUseCase<GetApiKeys, ApiKeyList> getKeys, ICallerSource callers, NavigationManager navigation,
    IStringLocalizer<IntegrationsText> texts, ViewerClock clock) : ComponentBase, IDisposable
{
    private const int PageSize = 50;

    private RequestFilter _filter = new();
    private RequestsShown _shown = new(RequestSort.Time, true, 0);
    private IReadOnlyList<ApiKeyRow> _keys = [];
    private RequestPage? _page;
    private Refusal? _refusal;
    private int _form;

    private ViewerClock Clock => clock;

    private IReadOnlyList<FilterChip> Chips
    {
        get
        {
            (string Key, string? Value)[] chips =
            [
                ("actor", _filter.Actor is { } actor ? _keys.FirstOrDefault(x => x.Id.Value.ToString() == actor)?.Name ?? actor : null), ("source", _filter.Source), ("order", _filter.OrderNo),
                ("outcome", _filter.Outcome is { } outcome ? texts[$"Outcome.{outcome}"].Value : null), ("from", _filter.From is { } from ? clock.Brief(from) : null),
                ("until", _filter.Until is { } until ? clock.Brief(until) : null), ("text", _filter.Text),
            ];
            return [.. chips.Where(x => x.Value is not null).Select(x => new FilterChip(x.Key, texts[$"Filter.{x.Key}"], x.Value))];
        }
    }

    protected override async Task OnInitializedAsync()
    {
        navigation.LocationChanged += OnLocationChanged;
        if ((await callers.GetAsync(default)).May(Permission.ViewApiKeys)) _keys = (await getKeys.RunAsync(new GetApiKeys())).Value?.Keys ?? [];
        await ReadAddressAsync();
    }

    public void Dispose()
    {
        navigation.LocationChanged -= OnLocationChanged;
        GC.SuppressFinalize(this);
    }

    private void Show(RequestFilter filter) => navigation.NavigateTo(RequestsAddress.Of(filter));

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath == RequestsAddress.Page) _ = InvokeAsync(ReadAddressAsync);
    }

    private Task ReadAddressAsync()
    {
        _filter = RequestsAddress.Read(navigation.Uri);
        _form++;
        _shown = new(RequestSort.Time, true, 0);
        return ReloadAsync();
    }

    private Task LoadAsync(RequestsShown shown)
    {
        if (shown == _shown && _page is not null) return Task.CompletedTask;
        _shown = shown;
        return ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        var found = await getRequests.RunAsync(new GetRequests(_filter, _shown.Sort, _shown.Descending, _shown.Skip, PageSize));
        (_refusal, _page) = (found.Refusal, found.Value ?? _page);
        StateHasChanged();
    }
}
