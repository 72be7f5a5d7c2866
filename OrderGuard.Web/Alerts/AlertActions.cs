using Microsoft.Extensions.Localization;
using OrderGuard.Application.Alerts;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Alerts;

/// <summary>What a person does to alerts in the portal: each says what was done, and offers to take it back.</summary>
public sealed class AlertActions(
    IUseCase<AcknowledgeAlerts, HandledAlerts> acknowledge, IUseCase<SnoozeAlerts, HandledAlerts> snooze, IUseCase<AssignAlerts, HandledAlerts> assign,
    IUseCase<ResolveAlerts, HandledAlerts> resolve, IUseCase<UndoAlerts, HandledAlerts> undo, IUseCase<AddAlertNote, NoteView> note,
    IUseCase<GetTeam, IReadOnlyList<PersonName>> team, IToasts toasts, IStringLocalizer<AlertsText> texts, TimeProvider clock)
{
    public async Task AcknowledgeAsync(IReadOnlyList<AlertId> ids) =>
        Tell(await acknowledge.RunAsync(new AcknowledgeAlerts(ids)), "Did.Acknowledged", AlertAction.Acknowledge);

    public async Task SnoozeAsync(IReadOnlyList<AlertId> ids, TimeSpan length) =>
        Tell(await snooze.RunAsync(new SnoozeAlerts(ids, clock.GetUtcNow() + length)), "Did.Snoozed", AlertAction.Snooze);

    public async Task ResolveAsync(IReadOnlyList<AlertId> ids) =>
        Tell(await resolve.RunAsync(new ResolveAlerts(ids)), "Did.Resolved", AlertAction.Resolve);

    public async Task AssignAsync(IReadOnlyList<AlertId> ids, Guid? person) =>
        Tell(await assign.RunAsync(new AssignAlerts(ids, person?.ToString())), "Did.Assigned", null);

    public async Task<bool> NoteAsync(AlertId id, string text)
    {
        var written = await note.RunAsync(new AddAlertNote(id, text));
        if (written.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        return written.Refusal is null;
    }

    public async Task<IReadOnlyList<PersonName>> TeamAsync() => (await team.RunAsync(new GetTeam())).Value ?? [];

    private void Tell(Result<HandledAlerts> handled, string did, AlertAction? undone)
    {
        if (handled.Refusal is { } refusal)
        {
            toasts.Error(texts.ForRefusal(refusal));
            return;
        }
        var (changed, refused) = (handled.Required.Changed, handled.Required.Refused);
        if (refused.Count > 0) toasts.Error(changed.Count + refused.Count == 1 ? texts.ForRefusal(refused[0].Refusal) : texts["Did.SomeRefused", refused.Count, texts.ForRefusal(refused[0].Refusal)]);
        if (changed.Count == 0) return;
        var said = texts[changed.Count == 1 ? $"{did}.One" : did, changed.Count == 1 ? changed[0].OrderNo ?? "" : changed.Count];
        if (undone is not { } action) toasts.Success(said);
        else toasts.Undo(said, () => UndoAsync([.. changed.Select(x => new AlertId(x.Id))], action));
    }

    private async Task UndoAsync(IReadOnlyList<AlertId> ids, AlertAction action) => Tell(await undo.RunAsync(new UndoAlerts(ids, action)), "Did.Undone", null);
}

internal static class AlertWords
{
    public static SeverityTone Tone(this AlertView alert) => alert.State is AlertState.Resolved ? SeverityTone.Resolved : alert.Severity switch
    {
        AlertSeverity.Critical => SeverityTone.Critical,
        AlertSeverity.Warning => SeverityTone.Warning,
        _ => SeverityTone.Info,
    };
}
