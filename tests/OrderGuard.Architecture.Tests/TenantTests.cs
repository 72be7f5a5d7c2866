using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Common;

namespace OrderGuard.Architecture.Tests;

public sealed class TenantTests
{
    public static TheoryData<DatabaseProvider> Providers => new(Enum.GetValues<DatabaseProvider>());

    [Theory]
    [MemberData(nameof(Providers))]
    public void Every_tenant_owned_type_is_stored_and_filtered(DatabaseProvider provider)
    {
        var owned = Product.Types.Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(ITenantOwned))).ToList();
        var filtered = Entities(provider)
            .Where(entity => entity.GetDeclaredQueryFilters().Any(filter => filter.Key == AcrossTenants.Filter))
            .Select(entity => entity.ClrType);

        owned.ShouldNotBeEmpty();
        owned.Except(filtered).ShouldBeEmpty();
    }

    [Fact]
    public void Every_row_that_names_a_tenant_is_tenant_owned() =>
        Entities(DatabaseProvider.Sqlite)
            .Where(entity => !entity.IsOwned() && entity.GetProperties().Any(property => property.ClrType == typeof(TenantId) && property.Name == nameof(ITenantOwned.TenantId)))
            .Select(entity => entity.ClrType)
            .Where(type => !type.IsAssignableTo(typeof(ITenantOwned)))
            .ShouldBeEmpty();

    [Fact]
    public void A_unique_key_of_a_tenants_rows_is_unique_within_the_tenant() =>
        Entities(DatabaseProvider.Sqlite)
            .Where(entity => entity.ClrType.IsAssignableTo(typeof(ITenantOwned)))
            .SelectMany(entity => entity.GetIndexes())
            .Where(index => index.IsUnique && index.Properties.All(property => property.Name != nameof(ITenantOwned.TenantId)))
            .Where(index => !IsGlobal(index))
            .Select(index => $"{index.DeclaringEntityType.ClrType.Name}: {string.Join(", ", index.Properties.Select(property => property.Name))}")
            .ShouldBeEmpty();

    // A hash of a random secret finds its row before the tenant is known.
    private static bool IsGlobal(IIndex index) => index.Properties.Any(property => property.Name.EndsWith("Hash", StringComparison.Ordinal));

    private static List<IEntityType> Entities(DatabaseProvider provider)
    {
        using var services = Product.Services(provider).BuildServiceProvider();
        using var scope = services.CreateScope();
        return [.. scope.ServiceProvider.GetRequiredService<OrderGuardDb>().Model.GetEntityTypes()];
    }
}
