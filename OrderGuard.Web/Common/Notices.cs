using Radzen;

namespace OrderGuard.Web.Common;

/// <summary>How a page speaks to its viewer outside its own content.</summary>
public interface INotices
{
    void Success(string text);

    void Error(string text);

    /// <summary>Says what was done and offers, for a while, to take it back.</summary>
    void Undo(string text, Func<Task> undo);

    /// <summary>Asks once, naming the consequence; true when the viewer chose the action.</summary>
    Task<bool> ConfirmAsync(string title, string consequence, string actionLabel);
}

public enum NoticeKind { Success, Error, Undo }

/// <summary>One short message in the corner of the screen.</summary>
public sealed record Notice(int Id, NoticeKind Kind, string Text, Func<Task>? Undo = null);

/// <summary>The notices of one circuit; <see cref="NoticeHost"/> shows them.</summary>
internal sealed class Notices(DialogService dialogs, TimeProvider clock) : INotices, IDisposable
{
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShownWithUndo = TimeSpan.FromSeconds(10);
    private const int Most = 4;

    private readonly Dictionary<int, ITimer> _timers = [];
    private readonly List<Notice> _notices = [];
    private readonly Lock _lock = new();
    private int _lastId;

    public event Action? Changed;

    public IReadOnlyList<Notice> Current { get { lock (_lock) return [.. _notices]; } }

    public void Success(string text) => Add(NoticeKind.Success, text, null, Shown);

    /// <remarks>An error stays until it is closed: it may be the only trace of what went wrong.</remarks>
    public void Error(string text) => Add(NoticeKind.Error, text, null, null);

    public void Undo(string text, Func<Task> undo) => Add(NoticeKind.Undo, text, undo, ShownWithUndo);

    public async Task<bool> ConfirmAsync(string title, string consequence, string actionLabel) =>
        await dialogs.OpenAsync<ConfirmDialog>(
            title,
            new() { [nameof(ConfirmDialog.Consequence)] = consequence, [nameof(ConfirmDialog.ActionLabel)] = actionLabel },
            new DialogOptions { Width = "min(28rem, calc(100vw - 2rem))", CloseDialogOnEsc = true }) is true;

    public void Close(int id)
    {
        lock (_lock)
        {
            _notices.RemoveAll(notice => notice.Id == id);
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

    private void Add(NoticeKind kind, string text, Func<Task>? undo, TimeSpan? shown)
    {
        lock (_lock)
        {
            var notice = new Notice(++_lastId, kind, text, undo);
            _notices.Add(notice);
            while (_notices.Count > Most) _notices.RemoveAt(0);
            if (shown is { } time)
                _timers[notice.Id] = clock.CreateTimer(_ => Close(notice.Id), null, time, Timeout.InfiniteTimeSpan);
        }

        Changed?.Invoke();
    }
}
