using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>Takes an uploaded file in, for an import that is to follow.</summary>
[Requires(Permission.ImportOrders)]
public sealed record ReceiveImportFile(Stream Content);

/// <summary>A file that was taken in.</summary>
public sealed record ReceivedFile(Guid Id, long Bytes);

internal sealed class ReceiveImportFileHandler(IImportFiles files, Caller caller) : IHandler<ReceiveImportFile, ReceivedFile>
{
    public async Task<Result<ReceivedFile>> HandleAsync(ReceiveImportFile request, CancellationToken ct)
    {
        if (await files.SaveAsync(caller.RequiredTenant, request.Content, ct) is not { } saved) return ImportRefusals.FileTooLarge;
        if (saved.Bytes > 0) return new ReceivedFile(saved.Id, saved.Bytes);
        files.Delete(caller.RequiredTenant, saved.Id);
        return ImportRefusals.FileEmpty;
    }
}
