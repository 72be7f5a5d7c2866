using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Configuration;

/// <summary>What changed from one published version to another; 0 is the preset.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record CompareVersions(int From, int To);

/// <summary>Two versions and their differences.</summary>
public sealed record VersionComparison(int From, int To, IReadOnlyList<ConfigurationChange> Changes);

internal sealed class CompareVersionsHandler(IOrderGuardDb db) : IHandler<CompareVersions, VersionComparison>
{
    public async Task<Result<VersionComparison>> HandleAsync(CompareVersions request, CancellationToken ct)
    {
        if (await db.ConfigurationVersions.NumberedAsync(request.From, ct) is not { } from) return ConfigurationRefusals.VersionNotFound;
        if (await db.ConfigurationVersions.NumberedAsync(request.To, ct) is not { } to) return ConfigurationRefusals.VersionNotFound;
        return new VersionComparison(request.From, request.To, ConfigurationDiff.Compare(from.Read(), to.Read()));
    }
}
