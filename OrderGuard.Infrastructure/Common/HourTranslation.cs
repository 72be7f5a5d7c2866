using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using OrderGuard.Application.Common;

namespace OrderGuard.Infrastructure.Common;

/// <summary>Translates <see cref="Hours"/>: instants are stored as ticks, so it is a whole-number division in every database.</summary>
internal static class HourTranslation
{
    public static void TranslateHours(this ModelBuilder builder)
    {
        Translate(builder, nameof(Hours.Between), TimeSpan.TicksPerHour);
        Translate(builder, nameof(Hours.Minutes), TimeSpan.TicksPerMinute);
    }

    private static void Translate(ModelBuilder builder, string name, long ticks) => builder.HasDbFunction(typeof(Hours).GetMethod(name)!).HasTranslation(arguments =>
    {
        var number = new LongTypeMapping("bigint", System.Data.DbType.Int64);
        var passed = new SqlBinaryExpression(ExpressionType.Subtract, arguments[1], arguments[0], typeof(long), number);
        return new SqlBinaryExpression(ExpressionType.Divide, passed, new SqlConstantExpression(ticks, number), typeof(long), number);
    });
}
