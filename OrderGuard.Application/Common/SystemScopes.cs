using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Common;

/// <summary>Opens scopes in which the system itself works for a tenant (or, without one, for the platform).</summary>
public sealed class SystemScopes(IServiceScopeFactory scopes)
{
    public AsyncServiceScope Open(TenantId? tenant) => Open(Caller.System(tenant));

    public AsyncServiceScope Open(Caller caller)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerScope>().Current = caller;
        return scope;
    }
}
