using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Risk.Rules;
using OrderGuard.Application.Risk.Samples;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Intake;
using OrderGuard.Web.Common;
using OrderGuard.Web.Configuration;
using OrderGuard.Web.Intake;

namespace OrderGuard.Web.Risk.Rules;

/// <summary>Labelled past orders: uploaded, mapped, judged for their quality, and searched for rules.</summary>
public partial class SamplesPage(
    SampleDesk desk, DraftEditing editing, ICallerSource callers, IOptions<ImportOptions> options, IToasts toasts, IStringLocalizer<RiskRuleText> texts) : ComponentBase, IDisposable
{
    private const long Megabyte = 1024 * 1024;
    private readonly CancellationTokenSource _gone = new();
    private readonly HashSet<CandidateRule> _accepted = [];
    private SampleSets? _sets;
    private Refusal? _refusal;
    private IReadOnlyList<string> _problems = [];
    private string _set = "history", _fileName = "";
    private ReceivedFile? _file;
    private SamplePreview? _preview;
    private InducedRules? _induced;
    private Guid? _open, _inducedFrom;
    private double? _share;
    private bool _mayEdit, _mayAccept, _busy, _append;

    private long MostMegabytes => options.Value.MaxFileBytes / Megabyte;

    private IReadOnlyList<string> Names => [.. (_sets?.Items ?? []).Select(x => x.Name).Distinct(StringComparer.Ordinal)];

    protected override async Task OnInitializedAsync()
    {
        var caller = await callers.GetAsync(_gone.Token);
        (_mayEdit, _mayAccept) = (caller.May(Permission.EditRisk), caller.May(Permission.EditConfiguration));
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var found = await desk.ListAsync(_gone.Token);
        (_sets, _refusal) = (found.Value, found.Refusal);
    }

    private void Toggle(Guid set) => _open = _open == set ? null : set;

    private Task UploadAsync(InputFileChangeEventArgs e) => BusyAsync(async () =>
    {
        (_preview, _file, _fileName) = (null, null, e.File.Name);
        if (e.File.Size > options.Value.MaxFileBytes)
        {
            _problems = [texts["Upload.TooLarge", MostMegabytes]];
            return;
        }
        try
        {
            await using var content = new CountingStream(e.File.OpenReadStream(options.Value.MaxFileBytes, _gone.Token), e.File.Size, share => InvokeAsync(() => Show(share)));
            _file = Told(await desk.ReceiveAsync(content, _gone.Token));
        }
        catch (IOException)
        {
            _problems = [texts["Upload.Failed"]];
        }
        if (_file is not null) _preview = Told(await desk.PreviewAsync(_file.Id, null, _gone.Token));
    });

    private Task MapAsync(SampleMapping mapping) => BusyAsync(async () => _preview = Told(await desk.PreviewAsync(_file!.Id, mapping, _gone.Token)) ?? _preview);

    private Task SaveAsync() => BusyAsync(async () =>
    {
        if (Told(await desk.SaveAsync(new UploadSamples(_file!.Id, _fileName, _set, _preview!.Mapping, _append, Shares()), _gone.Token)) is not { } saved) return;
        (_preview, _file, _open) = (null, null, saved.Id);
        toasts.Success(texts["Upload.Saved", saved.Name, saved.Version, saved.Rows]);
        await LoadAsync();
    });

    private Task InduceAsync(SampleSetView set) => BusyAsync(async () =>
    {
        (_induced, _inducedFrom) = (null, set.Id);
        _accepted.Clear();
        _induced = Told(await desk.InduceAsync(new InduceRules(set.Id, Progress: Shares()), _gone.Token));
    });

    private async Task DeleteAsync(SampleSetView set)
    {
        if (!await toasts.ConfirmAsync(texts["Delete"], texts["Delete.Consequence", set.Name, set.Version, set.Rows], texts["Delete"])) return;
        await BusyAsync(async () =>
        {
            if ((await desk.DeleteAsync(set.Id, _gone.Token)).Refusal is { } refusal) _problems = Said(refusal);
            await LoadAsync();
        });
    }

    /// <summary>Puts the candidate into the draft of the configuration as a draft of a rule; publishing and its stages follow there.</summary>
    private async Task AcceptAsync(CandidateRule candidate)
    {
        if (editing.Draft is null) await editing.LoadAsync();
        var done = await editing.EditAsync(x => x with
        {
            RiskRules = [.. x.RiskRules, new RiskRule { Code = x.RiskRules.Select(r => r.Code).FreeCode("found"), When = candidate.When, Add = Math.Round(Math.Clamp(candidate.LaterPrecisionAtLeast ?? 0, 0.1, 0.9), 2) }],
        });
        if (!done) return;
        _accepted.Add(candidate);
        toasts.Success(texts["Accepted.Done"]);
    }

    private void Reject(CandidateRule candidate) => _induced = _induced! with { Candidates = [.. _induced.Candidates.Where(x => x != candidate)] };

    private T? Told<T>(Result<T> answer)
    {
        if (answer.Refusal is { } refusal) _problems = Said(refusal);
        return answer.Value;
    }

    private IReadOnlyList<string> Said(Refusal refusal) => refusal.Problems.Count > 1 ? [.. refusal.Problems.Select(x => x.Message)] : [texts.ForRefusal(refusal)];

    private Progress<double> Shares() => new(x => _ = InvokeAsync(() => Show(x)));

    private void Show(double share)
    {
        if (_busy) _share = share;
        StateHasChanged();
    }

    private async Task BusyAsync(Func<Task> work)
    {
        (_busy, _problems, _share) = (true, [], 0);
        try
        {
            await work();
        }
        finally
        {
            (_busy, _share) = (false, null);
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        GC.SuppressFinalize(this);
    }
}
