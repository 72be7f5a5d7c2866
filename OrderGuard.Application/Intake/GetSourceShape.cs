using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>How the caller's source writes: the zone of its times without an offset, and whether its status is found in a payload.</summary>
[Requires(Permission.ReportEvents)]
public sealed record GetSourceShape;

/// <param name="Reads">Whether the source's settings say where in its JSON the word stands, or on which other fields it depends.</param>
public sealed record SourceShape(TimeZoneInfo Zone, bool Reads)
{
    public static SourceShape Of(TenantConfiguration configuration, string source) => new(configuration.ZoneOf(source), configuration.Reads(source));
}

internal sealed class GetSourceShapeHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations) : IHandler<GetSourceShape, SourceShape>
{
    public async Task<Result<SourceShape>> HandleAsync(GetSourceShape request, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        return SourceShape.Of(configuration, caller.Source ?? "");
    }
}
