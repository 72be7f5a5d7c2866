using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace OrderGuard.Testing.SqlServer;

/// <summary>One result set: its columns by name, and how many rows it has.</summary>
internal sealed record PlausibleResult(IReadOnlyList<string> Columns, int Rows);

/// <summary>
/// What an empty database would answer to a batch: no row to a query, one to an aggregate or a lone expression, and one
/// for each row that a write with an OUTPUT clause names, since EF Core takes fewer for a lost race.
/// </summary>
internal static class PlausibleResults
{
    public static IReadOnlyList<PlausibleResult> Of(string sql)
    {
        var (script, errors) = TSqlParser.Parse(sql);
        return script is null || errors.Count > 0
            ? []
            : [.. script.Batches.SelectMany(batch => batch.Statements).Select(ResultOf).OfType<PlausibleResult>()];
    }

    private static PlausibleResult? ResultOf(TSqlStatement statement) => statement switch
    {
        SelectStatement { Into: null } select => ResultOf(select.QueryExpression),
        InsertStatement { InsertSpecification: { OutputClause: { } output } insert } => new(Names(output.SelectColumns), RowsOf(insert.InsertSource)),
        MergeStatement { MergeSpecification: { OutputClause: { } output } merge } => new(Names(output.SelectColumns), RowsOf(merge.TableReference)),
        UpdateStatement { UpdateSpecification.OutputClause: { } output } => new(Names(output.SelectColumns), 1),
        DeleteStatement { DeleteSpecification.OutputClause: { } output } => new(Names(output.SelectColumns), 1),
        _ => null,
    };

    private static PlausibleResult? ResultOf(QueryExpression query)
    {
        if (query is not QuerySpecification specification) return new PlausibleResult([], 0);
        if (specification.SelectElements.All(element => element is SelectSetVariable)) return null;

        var aggregates = specification.GroupByClause is null && specification.SelectElements.All(IsAggregate);
        return new PlausibleResult(Names(specification.SelectElements), specification.FromClause is null || aggregates ? 1 : 0);
    }

    private static int RowsOf(TSqlFragment source) => source switch
    {
        ValuesInsertSource values => values.RowValues.Count,
        InlineDerivedTable table => table.RowValues.Count,
        _ => 1,
    };

    private static IReadOnlyList<string> Names(IEnumerable<SelectElement> elements) =>
        [.. elements.Select(element => element switch
        {
            SelectScalarExpression { ColumnName: { } name } => name.Value,
            SelectScalarExpression { Expression: ColumnReferenceExpression column } => column.MultiPartIdentifier.Identifiers[^1].Value,
            _ => "",
        })];

    private static bool IsAggregate(SelectElement element)
    {
        var finder = new AggregateFinder();
        element.Accept(finder);
        return finder.Found;
    }

    private sealed class AggregateFinder : TSqlFragmentVisitor
    {
        public bool Found { get; private set; }

        public override void ExplicitVisit(ScalarSubquery node)
        {
            // An aggregate in there is of another query.
        }

        public override void Visit(FunctionCall node) =>
            Found |= node.OverClause is null && node.FunctionName.Value.ToUpperInvariant() is "COUNT" or "COUNT_BIG" or "SUM" or "MIN" or "MAX" or "AVG";
    }
}
