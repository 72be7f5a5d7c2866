using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.StatusSync;

/// <summary>What a person does to mismatches in the portal: confirmed with its consequence, carried out in steps, and offered to be taken back.</summary>
public sealed class MismatchActions(
    IUseCase<SettleMismatches, SettledMismatches> settle, IUseCase<UndoSettled, SettledMismatches> undo, IUseCase<AskSources, AskedSources> ask, IToasts toasts, IStringLocalizer<SyncText> texts)
{
    private const int StepSize = 10;

    public async Task<bool> SettleAsync(IReadOnlyList<MismatchId> ids, MismatchEnd end, string reason, Action<int> progress, Func<Task> done)
    {
        var question = end is MismatchEnd.Accepted ? "Accept" : "Keep";
        if (!await toasts.ConfirmAsync(texts[$"{question}.Title"], texts[ids.Count == 1 ? $"{question}.One" : $"{question}.Many", ids.Count], texts[question])) return false;
        List<MismatchId> settled = [];
        List<Refusal> refused = [];
        foreach (var step in ids.Chunk(StepSize))
        {
            var answer = await settle.RunAsync(new SettleMismatches(step, end, reason));
            if (answer.Refusal is { } refusal) refused.Add(refusal);
            settled.AddRange(answer.Value?.Settled ?? []);
            refused.AddRange(answer.Value?.Refused.Select(x => x.Refusal) ?? []);
            progress(settled.Count + refused.Count);
        }
        Tell(refused);
        if (settled.Count > 0) toasts.Undo(texts[settled.Count == 1 ? "Settled.One" : "Settled", settled.Count], () => UndoAsync(settled, done));
        return true;
    }

    public async Task AskAsync(IReadOnlyList<MismatchId> ids, Action<int> progress)
    {
        var asked = 0;
        List<Refusal> refused = [];
        foreach (var step in ids.Chunk(StepSize))
        {
            var answer = await ask.RunAsync(new AskSources(step));
            if (answer.Refusal is { } refusal) refused.Add(refusal);
            refused.AddRange(answer.Value?.Answers.Select(x => x.Refusal).OfType<Refusal>() ?? []);
            asked += answer.Value?.Answers.Count(x => x.Refusal is null) ?? 0;
            progress(asked + refused.Count);
        }
        Tell(refused);
        if (asked > 0) toasts.Success(texts[asked == 1 ? "Asked.One" : "Asked", asked]);
    }

    private async Task UndoAsync(IReadOnlyList<MismatchId> ids, Func<Task> done)
    {
        var back = 0;
        List<Refusal> refused = [];
        foreach (var step in ids.Chunk(StepSize))
        {
            var answer = await undo.RunAsync(new UndoSettled(step));
            back += answer.Value?.Settled.Count ?? 0;
            refused.AddRange(answer.Refusal is { } refusal ? [refusal] : answer.Required.Refused.Select(x => x.Refusal));
        }
        Tell(refused);
        if (back > 0) toasts.Success(texts[back == 1 ? "Undone.One" : "Undone", back]);
        await done();
    }

    private void Tell(List<Refusal> refused)
    {
        if (refused.Count > 0) toasts.Error(refused.Count == 1 ? texts.ForRefusal(refused[0]) : texts["SomeRefused", refused.Count, texts.ForRefusal(refused[0])]);
    }
}
