using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Audit;

/// <summary>Who did what, when and from where; what is sought stands in the address.</summary>
public partial class AuditPage(
    IUseCase<SearchAudit, FoundAudit> search, NavigationManager navigation, IStringLocalizer<AuditText> texts, ViewerClock clock) : ComponentBase, IDisposable
{
    private const int PageSize = 50;

    private AuditFilter _filter = new();
    private List<AuditRow>? _rows;
    private Refusal? _refusal;
    private long? _next, _searchedTo;
    private bool _busy;
    private int _form;

    private ViewerClock Clock => clock;

    private IReadOnlyList<FilterChip> Chips
    {
        get
        {
            (string Key, string? Value)[] chips =
            [
                ("actor", _filter.Actor), ("kind", _filter.ActorKind is { } kind ? texts[$"Kind.{kind}"].Value : null), ("action", _filter.Action), ("subject", _filter.Subject),
                ("address", _filter.Address), ("from", _filter.From is { } from ? clock.Brief(from) : null), ("until", _filter.Until is { } until ? clock.Brief(until) : null), ("text", _filter.Text),
            ];
            return [.. chips.Where(x => x.Value is not null).Select(x => new FilterChip(x.Key, texts[$"Filter.{x.Key}"], x.Value))];
        }
    }

    protected override Task OnInitializedAsync()
    {
        navigation.LocationChanged += OnLocationChanged;
        return ReadAddressAsync();
    }

    public void Dispose()
    {
        navigation.LocationChanged -= OnLocationChanged;
        GC.SuppressFinalize(this);
    }

    private void Show(AuditFilter filter) => navigation.NavigateTo(AuditAddress.Of(filter));

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath == AuditAddress.Page) _ = InvokeAsync(ReadAddressAsync);
    }

    private async Task ReadAddressAsync()
    {
        _filter = AuditAddress.Read(navigation.Uri);
        _form++;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var found = await search.RunAsync(new SearchAudit(_filter, null, PageSize));
        _refusal = found.Refusal;
        (_rows, _next, _searchedTo) = ([.. found.Value?.Rows ?? []], found.Value?.Next, found.Value?.SearchedTo);
        StateHasChanged();
    }

    private async Task OlderAsync()
    {
        _busy = true;
        try
        {
            var found = await search.RunAsync(new SearchAudit(_filter, _next, PageSize));
            _refusal = found.Refusal;
            _rows = [.. _rows ?? [], .. found.Value?.Rows ?? []];
            (_next, _searchedTo) = (found.Value?.Next, found.Value?.SearchedTo);
        }
        finally
        {
            _busy = false;
        }
    }

    private static string Icon(ActorKind kind) => kind switch
    {
        ActorKind.Person => "person",
        ActorKind.ApiKey => "key",
        ActorKind.System => "settings",
        ActorKind.Anonymous => "no_accounts",
        _ => "help",
    };
}
