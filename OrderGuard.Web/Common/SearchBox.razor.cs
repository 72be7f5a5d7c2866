using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace OrderGuard.Web.Common;

/// <summary>Finds pages and orders while their name is typed.</summary>
public partial class SearchBox(IEnumerable<IGlobalSearch> searches, NavigationManager navigation, TimeProvider clock)
    : ComponentBase, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly List<SearchHit> _hits = [];
    private CancellationTokenSource? _running;
    private string _text = "";
    private bool _shown;
    private int _active = -1;

    public void Dispose()
    {
        _running?.Cancel();
        _running?.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task OnInputAsync(ChangeEventArgs e)
    {
        _text = e.Value?.ToString() ?? "";
        _running?.Cancel();
        _running?.Dispose();
        _running = new CancellationTokenSource();
        if (string.IsNullOrWhiteSpace(_text))
        {
            Clear();
            return;
        }

        await FindAsync(_text, _running.Token);
    }

    private async Task FindAsync(string text, CancellationToken ct)
    {
        try
        {
            await Task.Delay(Pause, clock, ct);
            var hits = new List<SearchHit>();
            foreach (var search in searches.OrderBy(search => search.Order)) hits.AddRange(await search.FindAsync(text, ct));
            if (ct.IsCancellationRequested) return;

            _hits.Clear();
            _hits.AddRange(hits);
            _active = _hits.Count > 0 ? 0 : -1;
            _shown = true;
        }
        catch (OperationCanceledException)
        {
            // Typing went on; the newer search answers.
        }
    }

    private void OnKeyDown(KeyboardEventArgs e)
    {
        switch (e.Key)
        {
            case "ArrowDown" when _hits.Count > 0:
                _active = (_active + 1) % _hits.Count;
                break;
            case "ArrowUp" when _hits.Count > 0:
                _active = (_active - 1 + _hits.Count) % _hits.Count;
                break;
            case "Enter" when _shown && _active >= 0:
                var hit = _hits[_active];
                Clear();
                navigation.NavigateTo(hit.Href, forceLoad: hit.FullLoad);
                break;
            case "Escape":
                Clear();
                break;
        }
    }

    private void Clear()
    {
        _running?.Cancel();
        _text = "";
        _hits.Clear();
        _active = -1;
        _shown = false;
    }
}
