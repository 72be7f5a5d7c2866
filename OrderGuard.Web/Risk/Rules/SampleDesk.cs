using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Risk.Rules;
using OrderGuard.Application.Risk.Samples;
using OrderGuard.Domain.Common;

namespace OrderGuard.Web.Risk.Rules;

/// <summary>What the page of samples can do, in one hand.</summary>
public sealed class SampleDesk(
    IUseCase<ListSampleSets, SampleSets> list, IUseCase<ReceiveSampleFile, ReceivedFile> receive, IUseCase<PreviewSamples, SamplePreview> preview, IUseCase<UploadSamples, SampleSetView> upload,
    IUseCase<DeleteSampleSet, Done> delete, IUseCase<InduceRules, InducedRules> induce)
{
    public Task<Result<SampleSets>> ListAsync(CancellationToken ct) => list.RunAsync(new ListSampleSets(), ct);

    public Task<Result<ReceivedFile>> ReceiveAsync(Stream content, CancellationToken ct) => receive.RunAsync(new ReceiveSampleFile(content), ct);

    public Task<Result<SamplePreview>> PreviewAsync(Guid file, SampleMapping? mapping, CancellationToken ct) => preview.RunAsync(new PreviewSamples(file, mapping), ct);

    public Task<Result<SampleSetView>> SaveAsync(UploadSamples request, CancellationToken ct) => upload.RunAsync(request, ct);

    public Task<Result<Done>> DeleteAsync(Guid set, CancellationToken ct) => delete.RunAsync(new DeleteSampleSet(set), ct);

    public Task<Result<InducedRules>> InduceAsync(InduceRules request, CancellationToken ct) => induce.RunAsync(request, ct);
}
