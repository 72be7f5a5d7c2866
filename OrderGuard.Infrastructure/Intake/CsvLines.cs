using System.Text;

namespace OrderGuard.Infrastructure.Intake;

/// <summary>One line of a file. <paramref name="Cut"/>: it was longer than any row may be, and the rest of it was skipped.</summary>
internal readonly record struct CsvLine(long Number, string Text, bool Cut);

/// <summary>Reads a text line by line in bounded memory, however long its lines are; lines can be given back.</summary>
internal sealed class CsvLines(TextReader reader) : IDisposable
{
    private const int MostCharacters = 256 * 1024;
    private readonly char[] _buffer = new char[32 * 1024];
    private readonly StringBuilder _line = new();
    private readonly LinkedList<CsvLine> _returned = new();
    private int _filled;
    private int _position;
    private long _number;
    private bool _lastWasReturn;

    /// <summary>The next line; null at the end.</summary>
    public CsvLine? Next()
    {
        if (_returned.First is { } returned)
        {
            _returned.RemoveFirst();
            return returned.Value;
        }
        _line.Clear();
        var cut = false;
        while (true)
        {
            if (_position == _filled && !Fill()) return _line.Length == 0 && !cut ? null : Line(cut);
            if (_lastWasReturn)
            {
                _lastWasReturn = false;
                if (_buffer[_position] == '\n') { _position++; continue; }
            }
            var rest = _buffer.AsSpan(_position, _filled - _position);
            var end = rest.IndexOfAny('\r', '\n');
            var piece = end < 0 ? rest : rest[..end];
            var fits = Math.Min(piece.Length, MostCharacters - _line.Length);
            _line.Append(piece[..fits]);
            cut |= fits < piece.Length;
            _position += piece.Length;
            if (end < 0) continue;
            _lastWasReturn = _buffer[_position++] == '\r';
            return Line(cut);
        }
    }

    /// <summary>Takes lines back, to be read again next.</summary>
    public void GiveBack(IReadOnlyList<CsvLine> lines)
    {
        for (var i = lines.Count - 1; i >= 0; i--) _returned.AddFirst(lines[i]);
    }

    private bool Fill()
    {
        _position = 0;
        _filled = reader.Read(_buffer);
        return _filled > 0;
    }

    private CsvLine Line(bool cut) => new(++_number, _line.ToString(), cut);

    public void Dispose() => reader.Dispose();
}
