using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;

namespace OrderGuard.Testing.SqlServer;

/// <summary>Takes a query out of one model into another, and finds a value for each of its parameters.</summary>
internal sealed class QueryTransplant(IModel model) : ExpressionVisitor
{
    public Dictionary<string, object?> Parameters { get; } = [];

    protected override Expression VisitExtension(Expression node)
    {
        switch (node)
        {
            case QueryParameterExpression parameter:
                Parameters[parameter.Name] = SampleOf(parameter.Type);
                return parameter;
#pragma warning disable EF1001 // EF Core has no public name for the root of FromSql.
            case FromSqlQueryRootExpression sql:
                return new FromSqlQueryRootExpression(Same(sql.EntityType), sql.Sql, Visit(sql.Argument));
#pragma warning restore EF1001
            case EntityQueryRootExpression root:
                return new EntityQueryRootExpression(Same(root.EntityType));
            default:
                return base.VisitExtension(node);
        }
    }

    private IEntityType Same(IEntityType type) =>
        model.FindEntityType(type.Name) ?? throw new InvalidOperationException($"The model for SQL Server has no {type.Name}");

    // A value shows in the statement only where it is null, where a list is long, and where nothing at all is to be taken.
    private static object? SampleOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying) return SampleOf(underlying);
        if (type == typeof(string)) return "x";
        if (type == typeof(int) || type == typeof(long)) return Convert.ChangeType(1, type, null);
        if (type.IsValueType) return Activator.CreateInstance(type);
        if (ElementOf(type) is not { } element) return null;

        var list = Array.CreateInstance(element, 2);
        for (var i = 0; i < list.Length; i++) list.SetValue(SampleOf(element), i);
        return type.IsInstanceOfType(list) ? list : Activator.CreateInstance(type, list);
    }

    private static Type? ElementOf(Type type) => new[] { type }.Concat(type.GetInterfaces())
        .FirstOrDefault(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        ?.GenericTypeArguments[0];
}
