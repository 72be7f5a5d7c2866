using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>The zone in which the caller's source states times without an offset.</summary>
[Requires(Permission.ReportEvents)]
public sealed record GetSourceZone;

internal sealed class GetSourceZoneHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations) : IHandler<GetSourceZone, TimeZoneInfo>
{
    public async Task<Result<TimeZoneInfo>> HandleAsync(GetSourceZone request, CancellationToken ct) =>
        (await configurations.GetAsync(db, caller.RequiredTenant, ct)).ZoneOf(caller.Source ?? "");
}
