using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderGuard.Application.Common;
using OrderGuard.Application.StatusSync;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Web.StatusSync;

/// <summary>What one rehearsal found, to be read and printed: the certificate, where it passed.</summary>
public sealed partial class CertificatePage(IUseCase<GetRehearsal, RehearsalView> get, IStringLocalizer<RehearsalText> texts) : ComponentBase
{
    private RehearsalView? _run;
    private Refusal? _refusal;

    [Parameter] public Guid Id { get; set; }

    private string Title => _run is { Passed: true } run ? texts["CertificateOf", run.Source] : texts["ReportOf", _run?.Source ?? ""];

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var found = await get.RunAsync(new GetRehearsal(new RehearsalId(Id)));
        (_run, _refusal) = (found.Value, found.Refusal);
    }
}
