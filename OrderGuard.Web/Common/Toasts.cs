using Radzen;

namespace OrderGuard.Web.Common;

/// <summary>How a page speaks to its viewer outside its own content.</summary>
public interface IToasts
{
    void Success(string text);

    void Error(string text);

    /// <summary>Says what was done and offers, for a while, to take it back.</summary>
    void Undo(string text, Func<Task> undo);

    /// <summary>Asks once, naming the consequence; true when the viewer chose the action.</summary>
    Task<bool> ConfirmAsync(string title, string consequence, string actionLabel);
}

public enum ToastKind { Success, Error, Undo }

/// <summary>One short message in the corner of the screen.</summary>
public sealed record Toast(int Id, ToastKind Kind, string Text, Func<Task>? Undo = null);

/// <summary>The toasts of one circuit; <see cref="ToastHost"/> shows them.</summary>
internal sealed class Toasts(DialogService dialogs, TimeProvider clock) : IToasts, IDisposable
{
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShownWithUndo = TimeSpan.FromSeconds(10);
    private const int Most = 4;

    private readonly Dictionary<int, ITimer> _timers = [];
    private readonly List<Toast> _toasts = [];
    private readonly Lock _lock = new();
    private int _lastId;

    public event Action? Changed;

    public IReadOnlyList<Toast> Current { get { lock (_lock) return [.. _toasts]; } }

    public void Success(string text) => Add(ToastKind.Success, text, null, Shown);

    /// <remarks>An error stays until it is closed: it may be the only trace of what went wrong.</remarks>
    public void Error(string text) => Add(ToastKind.Error, text, null, null);

    public void Undo(string text, Func<Task> undo) => Add(ToastKind.Undo, text, undo, ShownWithUndo);

    public async Task<bool> ConfirmAsync(string title, string consequence, string actionLabel) =>
        await dialogs.OpenAsync<ConfirmDialog>(
            title,
            new() { [nameof(ConfirmDialog.Consequence)] = consequence, [nameof(ConfirmDialog.ActionLabel)] = actionLabel },
            new DialogOptions { Width = "min(28rem, calc(100vw - 2rem))", CloseDialogOnEsc = true }) is true;

    public void Close(int id)
    {
        lock (_lock)
        {
            _toasts.RemoveAll(toast => toast.Id == id);
            if (_timers.Remove(id, out var timer)) timer.Dispose();
        }

        Changed?.Invoke();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var timer in _timers.Values) timer.Dispose();
            _timers.Clear();
        }
    }

    private void Add(ToastKind kind, string text, Func<Task>? undo, TimeSpan? shown)
    {
        lock (_lock)
        {
            var toast = new Toast(++_lastId, kind, text, undo);
            _toasts.Add(toast);
            while (_toasts.Count > Most) _toasts.RemoveAt(0);
            if (shown is { } time)
                _timers[toast.Id] = clock.CreateTimer(_ => Close(toast.Id), null, time, Timeout.InfiniteTimeSpan);
        }

        Changed?.Invoke();
    }
}
