using System.Text;
using OrderGuard.Application.Intake;
using OrderGuard.Infrastructure.Intake;

namespace OrderGuard.Infrastructure.Tests.Intake;

public sealed class CsvOrderFileTests
{
    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    public static TheoryData<string> Encodings => new("utf-8", "utf-8-mark", "gb18030", "utf-16");

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Chinese_is_read_in_each_encoding_that_exports_have(string name)
    {
        var encoding = name switch { "gb18030" => Gb18030, "utf-16" => Encoding.Unicode, "utf-8" => new UTF8Encoding(false), _ => new UTF8Encoding(true) };
        var rows = new StringBuilder("订单号,类目\n");
        for (var i = 0; i < 20_000; i++) rows.Append("SO-1,a\n");
        rows.Append("SO-2,冷链㐀\n");
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(rows.ToString())];

        using var file = new CsvOrderFiles().Open(new MemoryStream(bytes), null);

        file.Columns.ShouldBe(["订单号", "类目"]);
        file.Rows().Last().Cells.ShouldBe(["SO-2", "冷链㐀"]);
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3", ",")]
    [InlineData("a;b;c\n1,5;2;3", ";")]
    [InlineData("a\tb\tc\n1\t2\t3", "\t")]
    [InlineData("a|b|c\n1|2|3", "|")]
    [InlineData("\"a;x\",b,c\n1,2,3", ",")]
    public void The_delimiter_is_found_out_from_the_header(string text, string delimiter)
    {
        using var file = Open(text);

        file.Delimiter.ShouldBe(delimiter);
        file.Columns.Count.ShouldBe(3);
        file.Rows().Single().Cells.Count.ShouldBe(3);
    }

    [Fact]
    public void Quotes_hold_delimiters_quotes_and_line_breaks()
    {
        using var file = Open("no,note\r\n1,\"a, \"\"b\"\"\r\nc\"\r\n2,5\" screen\r\n\r\n3,\r\n");

        var rows = file.Rows().ToList();

        rows.Select(x => x.Cells[1]).ShouldBe(["a, \"b\"\nc", "5\" screen", ""]);
        rows.Select(x => x.Line).ShouldBe([2, 4, 6]);
    }

    [Fact]
    public void A_quote_that_is_never_closed_costs_its_own_row_only()
    {
        var text = new StringBuilder("no,note\n1,\"open\n");
        for (var i = 2; i <= 500; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i},fine\n");
        using var file = Open(text.ToString());

        var rows = file.Rows().ToList();

        rows.Count.ShouldBe(500);
        rows[0].Problem.ShouldBe(RowProblem.OpenQuote);
        rows[0].Line.ShouldBe(2);
        rows.Skip(1).ShouldAllBe(x => x.Problem == null);
    }

    [Fact]
    public void A_line_without_end_is_rejected_and_not_held_in_memory()
    {
        using var file = Open("no,note\n1,fine\n2," + new string('x', 3_000_000) + "\n3,fine\n");

        var rows = file.Rows().ToList();

        rows.Select(x => x.Problem).ShouldBe([null, RowProblem.TooMuch, null]);
        rows[1].Text.Length.ShouldBeLessThan(300_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void An_empty_file_has_no_columns_and_no_rows(string text)
    {
        using var file = Open(text);

        file.Columns.ShouldBeEmpty();
        file.Rows().ShouldBeEmpty();
    }

    private static IOrderFile Open(string text) => new CsvOrderFiles().Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), null);
}
