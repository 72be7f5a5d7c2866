using System.Reflection;
using System.Runtime.CompilerServices;
using OrderGuard.Domain.Common;

namespace OrderGuard.Architecture.Tests;

public sealed class TypeTests
{
    private static readonly IReadOnlyList<Type> Identifiers = [.. Product.Types.Where(type => !type.IsInterface && IsIdentifier(type))];

    [Fact]
    public void Identifiers_are_readonly_record_structs()
    {
        Identifiers.ShouldNotBeEmpty();
        Identifiers
            .Where(type => !type.IsValueType || type.GetCustomAttribute<IsReadOnlyAttribute>() is null || !IsRecord(type))
            .Select(type => type.FullName)
            .ShouldBeEmpty();
    }

    [Fact]
    public void What_is_called_an_id_and_holds_a_guid_is_an_identifier() =>
        Product.Types
            .Where(type => type.Namespace?.StartsWith("OrderGuard.Domain", StringComparison.Ordinal) is true && type.Name.EndsWith("Id", StringComparison.Ordinal))
            .Where(type => type.GetProperty("Value")?.PropertyType == typeof(Guid))
            .Except(Identifiers)
            .ShouldBeEmpty();

    [Fact]
    public void New_identifiers_grow_with_time()
    {
        var made = Identifiers.Select(type => type.GetMethod("New", BindingFlags.Public | BindingFlags.Static, [])).OfType<MethodInfo>().ToList();

        made.ShouldNotBeEmpty();
        made.Select(method => method.Invoke(null, null)!)
            .Where(id => ((Guid)id.GetType().GetProperty("Value")!.GetValue(id)!).Version != 7)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Classes_below_the_pages_are_sealed_unless_something_derives_from_them()
    {
        var ours = Product.Types.Where(type => type.IsClass && type.Namespace is { } name && IsBelowPages(name)).ToList();
        var bases = Product.Types.Select(type => type.BaseType).OfType<Type>().Select(type => type.IsGenericType ? type.GetGenericTypeDefinition() : type).ToHashSet();

        ours.Where(type => !type.IsSealed && !type.IsAbstract && !bases.Contains(type) && !type.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Select(type => type.FullName)
            .ShouldBeEmpty();
    }

    private static bool IsBelowPages(string name) =>
        name.StartsWith("OrderGuard.", StringComparison.Ordinal)
        && !name.StartsWith("OrderGuard.Web", StringComparison.Ordinal)
        && !name.Contains(".Migrations", StringComparison.Ordinal);

    private static bool IsIdentifier(Type type) =>
        type.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IIdentifier<>));

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null;
}
