using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Infrastructure.Intake;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Intake;

/// <summary>From a file to a running import: upload, say what the columns mean, look, run.</summary>
public partial class NewImportPage(
    IUseCase<ReceiveImportFile, ReceivedFile> receive, IUseCase<PreviewImport, ImportPreview> preview, IUseCase<StartImport, ImportView> start,
    IUseCase<GetDraft, DraftState> getDraft, ProfilePublishing publishing, NavigationManager navigation, IOptions<ImportOptions> options, IStringLocalizer<ImportText> texts) : ComponentBase, IDisposable
{
    private const long Megabyte = 1024 * 1024;
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<ImportProfile> _profiles = [];
    private IReadOnlyDictionary<int, StatusDefinition> _statuses = ConfigurationRules.KnownStatuses(new ConfigurationDocument());
    private string _chosen = "";
    private string _fileName = "";
    private ReceivedFile? _file;
    private double? _sent;
    private ImportPreview? _preview;
    private string? _problem;
    private bool _draftHolds;
    private bool _busy;

    private long MostMegabytes => options.Value.MaxFileBytes / Megabyte;

    protected override async Task OnInitializedAsync()
    {
        if ((await getDraft.RunAsync(new GetDraft(), _gone.Token)).Value is not { } draft) return;
        _profiles = draft.PublishedDocument.ImportProfiles;
        _statuses = ConfigurationRules.KnownStatuses(draft.PublishedDocument);
    }

    private Task ChooseProfileAsync(ChangeEventArgs e)
    {
        _chosen = e.Value?.ToString() ?? "";
        return _file is null ? Task.CompletedTask : PreviewAsync(_profiles.FirstOrDefault(x => x.Code == _chosen));
    }

    private async Task UploadAsync(InputFileChangeEventArgs e)
    {
        (_problem, _preview, _file, _fileName, _draftHolds) = (null, null, null, e.File.Name, false);
        if (e.File.Size > options.Value.MaxFileBytes)
        {
            _problem = texts["FileTooLarge", MostMegabytes];
            return;
        }
        await BusyAsync(async () =>
        {
            _sent = 0;
            try
            {
                await using var content = new CountingStream(e.File.OpenReadStream(options.Value.MaxFileBytes, _gone.Token), e.File.Size, share => InvokeAsync(() => Show(share)));
                var received = await receive.RunAsync(new ReceiveImportFile(content), _gone.Token);
                _problem = received.Refusal is { } refusal ? texts.ForRefusal(refusal) : null;
                _file = received.Value;
            }
            catch (IOException)
            {
                _problem = texts["UploadFailed"];
            }
            finally
            {
                _sent = null;
            }
            if (_file is not null) await LookAsync(_profiles.FirstOrDefault(x => x.Code == _chosen));
        });
    }

    private void Show(double share)
    {
        _sent = _sent is null ? null : share;
        StateHasChanged();
    }

    private Task MapAsync(ImportProfile profile) => PreviewAsync(profile);

    private Task PreviewAsync(ImportProfile? profile) => BusyAsync(() => LookAsync(profile));

    private async Task LookAsync(ImportProfile? profile)
    {
        var looked = await preview.RunAsync(new PreviewImport(_file!.Id, _fileName, profile), _gone.Token);
        _problem = looked.Refusal is { } refusal ? texts.ForRefusal(refusal) : null;
        _preview = looked.Value ?? _preview;
    }

    private Task RunAsync() => BusyAsync(async () =>
    {
        var profile = _preview!.Profile;
        if (_chosen.Length == 0)
        {
            var published = await publishing.PublishAsync(profile, texts["SaveNote", profile.Code], _gone.Token);
            _draftHolds = published.Value is PublishedProfile.InDraft;
            _problem = published.Refusal is { } no ? no.Kind is RefusalKind.Forbidden ? texts["MayNotSave"] : Said(no) : null;
            if (published.Refusal is not null || _draftHolds) return;
        }
        var started = await start.RunAsync(new StartImport(_file!.Id, _fileName, profile.Code), _gone.Token);
        _problem = started.Refusal is { } refusal ? Said(refusal) : null;
        if (started.Value is { } import) navigation.NavigateTo($"/imports/{import.Id}");
    });

    private string Said(Refusal refusal) => refusal.Problems.Count == 0 ? texts.ForRefusal(refusal) : string.Join(" ", refusal.Problems.Select(x => x.Message));

    private async Task BusyAsync(Func<Task> work)
    {
        _busy = true;
        try
        {
            await work();
        }
        finally
        {
            _busy = false;
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        GC.SuppressFinalize(this);
    }
}
