using OrderGuard.Testing.SqlServer;

namespace OrderGuard.Infrastructure.Tests.Common;

public sealed class TSqlParserTests
{
    [Theory]
    [InlineData("SELECT [o].[Id] FROM [orders] AS [o] ORDER BY [o].[Id] OFFSET @p0 ROWS FETCH NEXT @p1 ROWS ONLY")]
    [InlineData("SET NOCOUNT ON; INSERT INTO [orders] ([Id], [Number]) OUTPUT INSERTED.[Version] VALUES (@p0, @p1);")]
    [InlineData("""
        MERGE [orders] USING (VALUES (@p0, @p1, 0), (@p2, @p3, 1)) AS i ([Id], [Number], _Position) ON 1=0
        WHEN NOT MATCHED THEN INSERT ([Id], [Number]) VALUES (i.[Id], i.[Number])
        OUTPUT INSERTED.[Version], i._Position;
        """)]
    [InlineData("CREATE TABLE [orders] ([Id] uniqueidentifier NOT NULL, CONSTRAINT [PK_orders] PRIMARY KEY ([Id]));\nGO\nSELECT 1;")]
    public void Well_formed_statements_are_accepted(string sql) => TSqlParser.Errors(sql).ShouldBeEmpty();

    [Theory]
    [InlineData("SELEC * FROM orders")]
    [InlineData("INSERT INTO orders (id) VALUES (1) ON CONFLICT DO NOTHING")]
    [InlineData("SELECT id FROM orders LIMIT 10")]
    [InlineData("UPDATE orders SET a = 1 RETURNING id")]
    [InlineData("SELECT (1")]
    public void Another_databases_words_and_malformed_statements_are_rejected_with_their_place(string sql) =>
        TSqlParser.Errors(sql).ShouldHaveSingleItem().ShouldStartWith("line 1, column ");
}
