using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace OrderGuard.Testing.SqlServer;

/// <summary>SQL Server's own grammar, without a server: it says whether a statement is well formed, not whether its names exist.</summary>
public static class TSqlParser
{
    public static IReadOnlyList<string> Errors(string sql) => Parse(sql).Errors;

    internal static (TSqlScript? Script, IReadOnlyList<string> Errors) Parse(string sql)
    {
        using var reader = new StringReader(sql);
        var fragment = new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        return (fragment as TSqlScript, [.. errors.Select(error => $"line {error.Line}, column {error.Column}: {error.Message}")]);
    }
}
