using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Configuration;

/// <summary>The tenant's document as published last, or (with a number) as it was published then.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record GetConfiguration(int? Number = null);

internal sealed class GetConfigurationHandler(IOrderGuardDb db) : IHandler<GetConfiguration, PublishedConfiguration>
{
    public async Task<Result<PublishedConfiguration>> HandleAsync(GetConfiguration request, CancellationToken ct)
    {
        if (request.Number is not { } number) return await db.ConfigurationVersions.NewestAsync(ct);
        return await db.ConfigurationVersions.NumberedAsync(number, ct) is { } version ? version : ConfigurationRefusals.VersionNotFound;
    }
}
