using Microsoft.AspNetCore.Components;

namespace OrderGuard.Web.Common;

/// <summary>A short text about time that keeps itself true; it renders again only when its words change.</summary>
public abstract class LiveText : ComponentBase, IDisposable
{
    private bool _ticking;
    private bool _disposed;

    [Inject] protected ViewerClock Clock { get; set; } = default!;

    protected string Words { get; private set; } = "";

    protected abstract bool Ticks { get; }

    protected abstract string Say();

    protected override void OnInitialized() => Clock.ZoneChanged += OnZoneChanged;

    protected override void OnParametersSet()
    {
        Words = Say();
        if (_ticking) Tick(Ticks);
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) Tick(Ticks);
    }

    public void Dispose()
    {
        _disposed = true;
        Clock.ZoneChanged -= OnZoneChanged;
        Tick(false);
        GC.SuppressFinalize(this);
    }

    private void Tick(bool wanted)
    {
        if (wanted == _ticking) return;
        _ticking = wanted;
        if (wanted) Clock.Ticked += OnTicked;
        else Clock.Ticked -= OnTicked;
    }

    private void OnTicked() => _ = InvokeAsync(() => Refresh(always: false));

    private void OnZoneChanged() => _ = InvokeAsync(() => Refresh(always: true));

    private void Refresh(bool always)
    {
        if (_disposed) return;
        var words = Say();
        if (!always && words == Words) return;
        Words = words;
        StateHasChanged();
    }
}
