using Microsoft.AspNetCore.Components;

namespace OrderGuard.Web.Configuration;

/// <summary>A page that edits the shared draft.</summary>
public abstract class ConfigurationPage(DraftEditing editing) : ComponentBase, IDisposable
{
    protected DraftEditing Editing { get; } = editing;

    protected bool ReadOnly => !Editing.MayEdit;

    protected override async Task OnInitializedAsync()
    {
        Editing.Changed += OnChanged;
        await Editing.LoadAsync();
    }

    public void Dispose()
    {
        Editing.Changed -= OnChanged;
        GC.SuppressFinalize(this);
    }

    private void OnChanged() => _ = InvokeAsync(StateHasChanged);
}
