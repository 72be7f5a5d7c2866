using System.Text;
using OrderGuard.Application.Intake;

namespace OrderGuard.Infrastructure.Intake;

/// <summary>Opens CSV files: finds out encoding (UTF-8, UTF-16 by its mark, GB18030) and delimiter.</summary>
internal sealed class CsvOrderFiles : IOrderFileReader
{
    private const int HeaderMaxLength = 64 * 1024;

    public IOrderFile Open(Stream content, string? delimiter)
    {
        var encoding = EncodingOf(content);
        content.Position = 0;
        var lines = new CsvLines(new StreamReader(content, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024));
        return new CsvOrderFile(content, lines, encoding.WebName, delimiter is { Length: > 0 } ? delimiter[0] : null);
    }

    /// <summary>UTF-8 where every byte of the file agrees with it, else GB18030, the encoding of Chinese exports.</summary>
    private static Encoding EncodingOf(Stream content)
    {
        content.Position = 0;
        var bytes = new byte[HeaderMaxLength];
        var chars = new char[HeaderMaxLength + 1];
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var first = true;
        try
        {
            int read;
            while ((read = content.Read(bytes)) > 0)
            {
                if (first && read >= 2 && (bytes[0], bytes[1]) is (0xFF, 0xFE)) return Encoding.Unicode;
                if (first && read >= 2 && (bytes[0], bytes[1]) is (0xFE, 0xFF)) return Encoding.BigEndianUnicode;
                first = false;
                strict.GetChars(bytes, 0, read, chars, 0, flush: false);
            }
            strict.GetChars(bytes, 0, 0, chars, 0, flush: true);
            return Encoding.UTF8;
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        }
    }
}

/// <summary>One CSV file. A row whose quote is never closed is rejected alone: reading goes on with the next line.</summary>
internal sealed class CsvOrderFile : IOrderFile
{
    private const int MostLinesOfARow = 200;
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];
    private readonly Stream _content;
    private readonly CsvLines _lines;
    private readonly char _delimiter;

    public CsvOrderFile(Stream content, CsvLines lines, string encoding, char? delimiter)
    {
        _content = content;
        _lines = lines;
        Encoding = encoding;
        var header = "";
        while (lines.Next() is { } line)
        {
            header = line.Text;
            if (header.Trim().Length > 0) break;
        }
        _delimiter = delimiter ?? Delimiters.MaxBy(x => Split(header, x) is { } cells ? cells.Count : 0);
        Columns = header.Trim().Length == 0 ? [] : [.. (Split(header, _delimiter) ?? header.Split(_delimiter).ToList()).Select(x => x.Trim().Trim('\uFEFF'))];
    }

    public IReadOnlyList<string> Columns { get; }

    public string Encoding { get; }

    public string Delimiter => _delimiter.ToString();

    public double Progress => _content.Length == 0 ? 1 : (double)_content.Position / _content.Length;

    public IEnumerable<OrderFileRow> Rows()
    {
        while (_lines.Next() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line.Text)) continue;
            if (line.Cut)
            {
                yield return new OrderFileRow(line.Number, [], line.Text, RowProblem.TooMuch);
                continue;
            }
            yield return Row(line);
        }
    }

    private OrderFileRow Row(CsvLine first)
    {
        var text = first.Text;
        if (Split(text, _delimiter) is { } cells) return new OrderFileRow(first.Number, cells, text);

        // A quote is open: the row goes on in the next line, unless it never ends.
        var more = new List<CsvLine>();
        var whole = new StringBuilder(text);
        while (more.Count < MostLinesOfARow && _lines.Next() is { } line)
        {
            more.Add(line);
            whole.Append('\n').Append(line.Text);
            if (line.Cut) break;
            if (line.Text.Contains('"', StringComparison.Ordinal) && Split(whole.ToString(), _delimiter) is { } joined) return new OrderFileRow(first.Number, joined, whole.ToString());
        }
        _lines.GiveBack(more);
        return new OrderFileRow(first.Number, [], text, RowProblem.OpenQuote);
    }

    /// <summary>The cells of a row (RFC 4180, and a quote within an unquoted cell is just a character); null where a quote is open at its end.</summary>
    internal static List<string>? Split(string row, char delimiter)
    {
        var cells = new List<string>();
        var position = 0;
        while (true)
        {
            if (position < row.Length && row[position] == '"')
            {
                var cell = new StringBuilder();
                position++;
                while (true)
                {
                    var quote = row.IndexOf('"', position);
                    if (quote < 0) return null;
                    cell.Append(row, position, quote - position);
                    position = quote + 1;
                    if (position >= row.Length || row[position] != '"') break;
                    cell.Append('"');
                    position++;
                }
                var rest = row.IndexOf(delimiter, position);
                var end = rest < 0 ? row.Length : rest;
                cells.Add(cell.Append(row, position, end - position).ToString());
                position = end;
            }
            else
            {
                var next = row.IndexOf(delimiter, position);
                var end = next < 0 ? row.Length : next;
                cells.Add(row[position..end]);
                position = end;
            }
            if (position >= row.Length) return cells;
            position++;
        }
    }

    public void Dispose() => _lines.Dispose();
}
