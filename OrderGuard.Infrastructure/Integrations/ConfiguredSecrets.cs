using Microsoft.Extensions.Configuration;
using OrderGuard.Application.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Infrastructure.Integrations;

/// <summary>Secrets that who runs the platform has set, by tenant and name: section <c>Secrets</c>.</summary>
internal sealed class ConfiguredSecrets(IConfiguration configuration) : IStoredSecrets
{
    public Task<string?> FindAsync(TenantId tenant, string name, CancellationToken ct) => Task.FromResult(configuration[$"Secrets:{name}"]);
}
