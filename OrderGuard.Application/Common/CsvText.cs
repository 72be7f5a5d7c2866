using System.Buffers;

namespace OrderGuard.Application.Common;

/// <summary>Cells of a CSV file (RFC 4180) that a spreadsheet shows and never computes.</summary>
public static class CsvText
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\n\r");
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.");

    public static string Line(IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell));

    /// <summary>A cell that a spreadsheet would read as a formula begins with an apostrophe; numbers and phones stay as they are.</summary>
    public static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (IsFormula(text)) text = "'" + text;
        return !text.AsSpan().ContainsAny(Quoted) ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static bool IsFormula(string text) =>
        text[0] is '=' or '@' or '\t' or '\r' or '\n' || (text[0] is '+' or '-' && text.AsSpan(1).ContainsAnyExcept(OfNumbers));
}
