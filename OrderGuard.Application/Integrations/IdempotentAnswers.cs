using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

public enum IdempotencyState
{
    /// <summary>Nobody has asked this before: go on, and tell the answer.</summary>
    New,

    /// <summary>It was asked and answered.</summary>
    Answered,

    /// <summary>It is being worked on.</summary>
    InProgress,

    /// <summary>The key was used with another body.</summary>
    OtherBody,
}

/// <summary>Remembers the answers to requests with an idempotency key.</summary>
public sealed class IdempotentAnswers(SystemScopes scopes, TimeProvider clock)
{
    public async Task<(IdempotencyState State, IdempotentAnswer? Answer)> BeginAsync(TenantId tenant, string key, string route, string bodyHash, CancellationToken ct)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var now = clock.GetUtcNow();
        var known = await db.IdempotentAnswers.SingleOrDefaultAsync(x => x.Key == key && x.Route == route, ct);
        if (known is not null && known.BodyHash != bodyHash) return (IdempotencyState.OtherBody, null);
        if (known is { IsAnswered: true }) return (IdempotencyState.Answered, known);
        if (known is not null && now - known.CreatedAt < IdempotentAnswer.InProgress) return (IdempotencyState.InProgress, null);

        if (known is null) db.IdempotentAnswers.Add(IdempotentAnswer.Begin(tenant, key, route, bodyHash, now));
        else known.BeginAgain(now);
        try
        {
            await db.SaveChangesAsync(ct);
            return (IdempotencyState.New, null);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || db.IsUniqueViolation(e))
        {
            return (IdempotencyState.InProgress, null);
        }
    }

    public async Task FinishAsync(TenantId tenant, string key, string route, int status, string? contentType, string? location, byte[] answer)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        if (await db.IdempotentAnswers.SingleOrDefaultAsync(x => x.Key == key && x.Route == route) is not { } begun) return;
        begun.Finish(status, contentType, location, answer);
        await db.SaveChangesAsync();
    }

    /// <summary>Nothing came of the request: it may be made again.</summary>
    public async Task AbandonAsync(TenantId tenant, string key, string route)
    {
        await using var scope = scopes.Open(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        await db.IdempotentAnswers.Where(x => x.Key == key && x.Route == route && x.Status == 0).ExecuteDeleteAsync();
    }

    /// <summary>Forgets the answers of all tenants that are older than they need be kept.</summary>
    public async Task<int> PurgeAsync(CancellationToken ct)
    {
        await using var scope = scopes.Open((TenantId?)null);
        var before = clock.GetUtcNow() - IdempotentAnswer.Kept;
        return await scope.ServiceProvider.GetRequiredService<IOrderGuardDb>().IdempotentAnswers.OfAllTenants().Where(x => x.CreatedAt < before).ExecuteDeleteAsync(ct);
    }
}
