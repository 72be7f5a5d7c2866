using System.Collections.Concurrent;
using System.Reflection;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Audit;
using OrderGuard.Domain.Common;

namespace OrderGuard.Application.Common;

/// <summary>One thing that the product can do, as its callers see it.</summary>
public interface IUseCase<in TRequest, TAnswer> where TRequest : notnull
{
    /// <summary>Checks the caller, then the request, and runs it in a scope of its own.</summary>
    Task<Result<TAnswer>> RunAsync(TRequest request, CancellationToken ct = default);
}

/// <summary>What a use case does once the caller and the request have been checked.</summary>
public interface IHandler<in TRequest, TAnswer> where TRequest : notnull
{
    Task<Result<TAnswer>> HandleAsync(TRequest request, CancellationToken ct);
}

internal sealed class UseCase<TRequest, TAnswer>(ICallerSource callers, IServiceScopeFactory scopes) : IUseCase<TRequest, TAnswer> where TRequest : notnull
{
    private static readonly AccessAttribute? Access = typeof(TRequest).GetCustomAttribute<AccessAttribute>();

    public async Task<Result<TAnswer>> RunAsync(TRequest request, CancellationToken ct = default)
    {
        var caller = await callers.GetAsync(ct);
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CallerScope>().Current = caller;

        if (Access is null || !Access.Admits(caller))
        {
            await scope.ServiceProvider.GetRequiredService<AccessDenials>().RecordAsync(caller, typeof(TRequest).Name, ct);
            return caller.IsKnown ? Refusal.Forbidden : Refusal.NotSignedIn;
        }

        foreach (var validator in scope.ServiceProvider.GetServices<IValidator<TRequest>>())
        {
            var checkedRequest = await validator.ValidateAsync(request, ct);
            if (!checkedRequest.IsValid)
                return Refusal.Invalid("invalid", "Some fields need mending.", [.. checkedRequest.Errors.Select(x => new Problem(Pointers.Of(x.PropertyName), x.ErrorMessage))]);
        }

        try
        {
            return await scope.ServiceProvider.GetRequiredService<IHandler<TRequest, TAnswer>>().HandleAsync(request, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Changed;
        }
        catch (DbUpdateException e) when (scope.ServiceProvider.GetRequiredService<IOrderGuardDb>().IsUniqueViolation(e))
        {
            return Refusal.Changed;
        }
    }
}

/// <summary>Turns the validator's property paths into JSON pointers.</summary>
public static class Pointers
{
    private static readonly ConcurrentDictionary<string, string> Known = new();

    public static string Of(string propertyPath) => Known.GetOrAdd(propertyPath, static path =>
        string.Concat(path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries)
            .Select(x => "/" + char.ToLowerInvariant(x[0]) + x[1..])));
}
