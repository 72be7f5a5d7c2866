using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>The names of the company's secrets; their values are told to nobody.</summary>
[Requires(Permission.ViewConfiguration)]
public sealed record GetSecrets;

public sealed record SecretRow(string Name, DateTimeOffset UpdatedAt, string UpdatedBy);

internal sealed class GetSecretsHandler(IOrderGuardDb db) : IHandler<GetSecrets, IReadOnlyList<SecretRow>>
{
    public async Task<Result<IReadOnlyList<SecretRow>>> HandleAsync(GetSecrets request, CancellationToken ct) =>
        await db.Secrets.OrderBy(x => x.Name).Select(x => new SecretRow(x.Name, x.UpdatedAt, x.UpdatedBy)).ToListAsync(ct);
}
