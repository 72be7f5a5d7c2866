using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using OrderGuard.Application.Common;

namespace OrderGuard.Infrastructure.Common;

/// <summary>Translates <see cref="Hours.Between"/>: instants are stored as ticks, so it is a whole-number division in every database.</summary>
internal static class HourTranslation
{
    private static readonly MethodInfo Between = typeof(Hours).GetMethod(nameof(Hours.Between))!;

    public static void TranslateHours(this ModelBuilder builder) => builder.HasDbFunction(Between).HasTranslation(arguments =>
    {
        var number = new LongTypeMapping("bigint", System.Data.DbType.Int64);
        var passed = new SqlBinaryExpression(ExpressionType.Subtract, arguments[1], arguments[0], typeof(long), number);
        return new SqlBinaryExpression(ExpressionType.Divide, passed, new SqlConstantExpression(TimeSpan.TicksPerHour, number), typeof(long), number);
    });
}
