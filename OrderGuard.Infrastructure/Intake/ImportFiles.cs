using Microsoft.Extensions.Options;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Infrastructure.Intake;

/// <summary>Keeps uploads on the disk, a folder for each tenant.</summary>
internal sealed class ImportFiles(IOptions<ImportOptions> options, string contentRoot) : IImportFiles
{
    private const int BufferBytes = 128 * 1024;
    private string Folder => Path.Combine(contentRoot, options.Value.Folder);

    public async Task<(Guid Id, long Bytes)?> SaveAsync(TenantId tenant, Stream content, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        var path = PathOf(tenant, id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            var bytes = 0L;
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, useAsync: true))
            {
                var buffer = new byte[BufferBytes];
                int read;
                while ((read = await content.ReadAsync(buffer, ct)) > 0)
                {
                    bytes += read;
                    if (bytes > options.Value.MaxFileBytes) break;
                    await file.WriteAsync(buffer.AsMemory(0, read), ct);
                }
            }
            if (bytes <= options.Value.MaxFileBytes) return (id, bytes);
            File.Delete(path);
            return null;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    public Stream? Open(TenantId tenant, Guid id)
    {
        var path = PathOf(tenant, id);
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes) : null;
    }

    public void Delete(TenantId tenant, Guid id) => File.Delete(PathOf(tenant, id));

    public void Sweep(DateTimeOffset before, IReadOnlySet<Guid> wanted)
    {
        if (!Directory.Exists(Folder)) return;
        foreach (var file in new DirectoryInfo(Folder).EnumerateFiles("*.csv", SearchOption.AllDirectories))
        {
            if (file.LastWriteTimeUtc < before.UtcDateTime && Guid.TryParse(Path.GetFileNameWithoutExtension(file.Name), out var id) && !wanted.Contains(id)) file.Delete();
        }
    }

    private string PathOf(TenantId tenant, Guid id) => Path.Combine(Folder, tenant.Value.ToString("N"), $"{id:N}.csv");
}
