using System.Reflection;
using FluentValidation;
using OrderGuard.Application.Common;

namespace OrderGuard.Architecture.Tests;

public sealed class UseCaseTests
{
    private static readonly IReadOnlyList<(Type Handler, Type Contract)> Handlers =
        [.. from type in Product.Types
            where type is { IsClass: true, IsAbstract: false }
            from contract in type.GetInterfaces()
            where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IHandler<,>)
            select (type, contract)];

    [Fact]
    public void Every_request_says_who_may_make_it() =>
        Handlers.Select(handler => handler.Contract.GenericTypeArguments[0])
            .Where(request => request.GetCustomAttribute<AccessAttribute>() is not { } access || access is RequiresAttribute { Permissions.Count: 0 })
            .Select(request => request.FullName)
            .ShouldBeEmpty();

    [Fact]
    public void Every_handler_can_be_reached()
    {
        var registered = Product.Services().Select(service => service.ServiceType).ToHashSet();

        Handlers.Where(handler => !registered.Contains(handler.Contract)).Select(handler => handler.Handler.FullName).ShouldBeEmpty();
    }

    [Fact]
    public void Every_validator_is_asked()
    {
        var registered = Product.Services().Select(service => service.ImplementationType).ToHashSet();
        var requests = Handlers.Select(handler => handler.Contract.GenericTypeArguments[0]).ToHashSet();

        Product.Types
            .Where(type => !type.IsAbstract && ValidatedBy(type) is { } request && requests.Contains(request))
            .Where(type => !registered.Contains(type))
            .Select(type => type.FullName)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Handlers_are_internal_and_sealed() =>
        Handlers.Select(handler => handler.Handler).Where(type => type.IsPublic || !type.IsSealed).Select(type => type.FullName).ShouldBeEmpty();

    [Fact]
    public void One_request_has_one_handler() =>
        Handlers.GroupBy(handler => handler.Contract.GenericTypeArguments[0])
            .Where(group => group.Count() > 1)
            .Select(group => group.Key.FullName)
            .ShouldBeEmpty();

    private static Type? ValidatedBy(Type type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.IsGenericType && ancestor.GetGenericTypeDefinition() == typeof(AbstractValidator<>)) return ancestor.GenericTypeArguments[0];
        }

        return null;
    }
}
