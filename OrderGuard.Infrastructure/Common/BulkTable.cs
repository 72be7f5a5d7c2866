using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace OrderGuard.Infrastructure.Common;

/// <summary>A table of the model whose rows can be written in bulk.</summary>
internal sealed class BulkTable
{
    private static readonly ConcurrentDictionary<IEntityType, BulkTable?> Known = new();

    private BulkTable(IEntityType type)
    {
        Name = $"\"{type.GetTableName()}\"";
        Columns = [.. type.GetProperties().Select(x => new BulkColumn(x))];
    }

    public string Name { get; }
    public BulkColumn[] Columns { get; }

    /// <summary>Null where the rows are more than the type's own columns: the database fills some in, or other types share them.</summary>
    public static BulkTable? Of(IEntityType type) => Known.GetOrAdd(type, x =>
        x.GetProperties().Any(p => p.IsShadowProperty() || p.ValueGenerated is not ValueGenerated.Never) || x.GetComplexProperties().Any() || x.GetNavigations().Any() || x.BaseType is not null
            ? null
            : new BulkTable(x));
}

/// <summary>One column as the model maps it.</summary>
internal sealed class BulkColumn
{
    private readonly IClrPropertyGetter _getter;
    private readonly Func<object?, object?>? _convert;

    public BulkColumn(IProperty property)
    {
        var mapping = property.GetRelationalTypeMapping();
        (_getter, _convert) = (property.GetGetter(), mapping.Converter?.ConvertToProvider);
        Property = property;
        Name = $"\"{property.GetColumnName()}\"";
        Type = Nullable.GetUnderlyingType(mapping.Converter?.ProviderClrType ?? property.ClrType) ?? mapping.Converter?.ProviderClrType ?? property.ClrType;
        StoreType = mapping.StoreTypeNameBase;
    }

    public IProperty Property { get; }
    public string Name { get; }

    /// <summary>What the database's driver is given.</summary>
    public Type Type { get; }
    public string StoreType { get; }
    public bool IsKey => Property.IsPrimaryKey();

    /// <summary>Whether the row must still hold the value it was read with.</summary>
    public bool IsToken => Property.IsConcurrencyToken;

    /// <summary>The value to write, as the database keeps it.</summary>
    public object? Value(EntityEntry row) => Converted(_getter.GetClrValue(row.Entity));

    /// <summary>The value that was read, as the database keeps it.</summary>
    public object? ReadValue(EntityEntry row) => Converted(row.Property(Property).OriginalValue);

    private object? Converted(object? value) => value is null || _convert is null ? value : _convert(value);
}
