using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Web.Common;
using OrderGuard.Web.Configuration;

namespace OrderGuard.Web.StatusSync;

/// <summary>How a source's words become standard statuses: drawn as lines, tried on real reports, and replayed before it counts.</summary>
public sealed partial class MappingPage(
    DraftEditing editing, IUseCase<GetSourceTraffic, SourceTraffic> traffic, IUseCase<TryReading, ReadReport> read, IUseCase<ReplayMapping, MappingEffect> replay,
    IJSRuntime scripts, IToasts toasts, IStringLocalizer<SyncText> texts) : ConfigurationPage(editing), IAsyncDisposable
{
    private ElementReference _board;
    private IJSObjectReference? _module;
    private IJSObjectReference? _drawing;
    private DotNetObjectReference<MappingPage>? _self;
    private SourceTraffic? _traffic;
    private ReadReport? _read;
    private MappingEffect? _effect;
    private string _said = "", _readFor = "";
    private bool _replaying, _drawn;

    [Parameter] public string Code { get; set; } = "";

    private int Index => Editing.Draft?.Document.Sources.ToList().FindIndex(x => x.Code == Code) ?? -1;

    private string At => ConfigurationProblem.At("/sources", Index);

    private SourceDefinition Source => Editing.Draft!.Document.Sources[Index];

    private string Name => Index < 0 ? Code : Source.Label?.Say() ?? Code;

    private IReadOnlyDictionary<int, StatusDefinition> Statuses => ConfigurationRules.KnownStatuses(Editing.Draft!.Document);

    private IReadOnlyList<string> Words => [.. _traffic!.Words.Select(x => x.Word).Union(Source.Mapping.Keys).Where(x => x.Length > 0)];

    private IReadOnlyList<MappingFinding> Findings => [.. MappingChecks.Find(Source, _traffic!.Words, Statuses, ByName)];

    private double Coverage => MappingChecks.Coverage(Source, _traffic!.Words, ByName);

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        await LearnAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_drawn || Index < 0 || _traffic is null || !RendererInfo.IsInteractive) return;
        _drawn = true;
        _self = DotNetObjectReference.Create(this);
        _module = await scripts.InvokeAsync<IJSObjectReference>("import", "./mapping.js");
        _drawing = await _module.InvokeAsync<IJSObjectReference>("draw", _board, _self);
    }

    /// <summary>A line was drawn from a word to a status.</summary>
    [JSInvokable]
    public async Task ConnectAsync(string word, int status)
    {
        if (ReadOnly || !Statuses.ContainsKey(status) || word.Length is 0 or > ConfigurationLimits.WordLength) return;
        if (await Editing.EditAsync(x => x.WithWord(Code, word, status))) Say(texts["Said.Mapped", word, Statuses.NameOf(status)]);
    }

    /// <summary>A word's line was taken away.</summary>
    [JSInvokable]
    public async Task DisconnectAsync(string word)
    {
        if (ReadOnly || Index < 0 || !Source.Mapping.ContainsKey(word)) return;
        await Editing.EditWithUndoAsync(x => x.WithSource(Index, s => s with { Mapping = s.Mapping.Without(word) }), texts["Said.Unmapped", word]);
        Say(texts["Said.Unmapped", word]);
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        try
        {
            if (_drawing is not null) await _drawing.InvokeVoidAsync("dispose");
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The viewer has left, and the drawing with it.
        }
        _self?.Dispose();
    }

    private int? ByName(string word) =>
        Statuses.Values.FirstOrDefault(x => string.Equals(x.Name, word.Trim(), StringComparison.OrdinalIgnoreCase)) is { } named ? named.Code
        : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && Statuses.ContainsKey(code) ? code : null;

    private void Say(string text)
    {
        _said = text;
        _ = InvokeAsync(StateHasChanged);
    }

    private async Task LearnAsync()
    {
        var answer = await traffic.RunAsync(new GetSourceTraffic(Code));
        if (answer.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        _traffic = answer.Value ?? _traffic ?? new SourceTraffic([], []);
    }

    private async Task EditAsync(Func<SourceDefinition, SourceDefinition> edit)
    {
        var index = Index;
        var extract = Source.Extract;
        if (!await Editing.EditAsync(x => x.WithSource(index, edit))) return;
        // Where the word stands elsewhere, the source has other words.
        if (Source.Extract != extract) await LearnAsync();
        if (_readFor.Length > 0) await TryAsync((_readFor, null));
    }

    private async Task TryAsync((string Report, int? From) report)
    {
        _readFor = report.Report;
        var answer = await read.RunAsync(new TryReading(Code, report.Report, report.From));
        if (answer.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
        _read = answer.Value;
    }

    private async Task ReplayAsync()
    {
        _replaying = true;
        try
        {
            var answer = await replay.RunAsync(new ReplayMapping(Code));
            if (answer.Refusal is { } refusal) toasts.Error(texts.ForRefusal(refusal));
            _effect = answer.Value;
        }
        finally
        {
            _replaying = false;
        }
    }
}
