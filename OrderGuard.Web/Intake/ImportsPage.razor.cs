using Microsoft.AspNetCore.Components;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Intake;

/// <summary>The imports, newest first; those that run move by themselves.</summary>
public partial class ImportsPage(IUseCase<ListImports, ImportList> list, TimeProvider clock) : ComponentBase, IDisposable
{
    private const int PageSize = 50;
    private const int MostShown = 500;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<ImportView>? _imports;
    private string? _next;
    private Refusal? _refusal;
    private int _shown = PageSize;

    protected override async Task OnInitializedAsync()
    {
        await ReloadAsync();
        if (RendererInfo.IsInteractive) _ = WatchAsync();
    }

    private async Task ReloadAsync()
    {
        var page = await list.RunAsync(new ListImports(_shown), _gone.Token);
        _refusal = page.Refusal;
        if (page.Value is null) return;
        _imports = page.Value.Items;
        _next = _shown < MostShown ? page.Value.Next : null;
    }

    private Task ShowOlderAsync()
    {
        _shown = Math.Min(MostShown, _shown + PageSize);
        return ReloadAsync();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_gone.Token))
            {
                if (_imports?.Any(x => !x.IsOver()) != true) continue;
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
