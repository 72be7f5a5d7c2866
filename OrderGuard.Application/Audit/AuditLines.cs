using System.Text;

namespace OrderGuard.Application.Audit;

/// <summary>Reads a text line by line, and no more of a line than a bound, so that no file can fill the memory.</summary>
internal sealed class AuditLines(TextReader reader)
{
    public const int LongestLine = 16 * 1024 * 1024;

    private readonly char[] _buffer = new char[64 * 1024];
    private int _at;
    private int _filled;

    /// <summary>The number of the line read last; the first is 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next line without its end, cut where it is too long; null behind the last.</summary>
    public async Task<string?> NextAsync(CancellationToken ct)
    {
        var line = new StringBuilder();
        for (var any = false; ; any = true)
        {
            if (_at == _filled)
            {
                _filled = await reader.ReadAsync(_buffer, ct);
                _at = 0;
                if (_filled == 0)
                {
                    if (!any) return null;
                    break;
                }
            }
            var rest = _buffer.AsSpan(_at, _filled - _at);
            var end = rest.IndexOf('\n');
            var part = end < 0 ? rest : rest[..end];
            line.Append(part[..Math.Min(part.Length, LongestLine - line.Length)]);
            _at += part.Length + (end < 0 ? 0 : 1);
            if (end >= 0) break;
        }
        Number++;
        return line is [.., '\r'] ? line.ToString(0, line.Length - 1) : line.ToString();
    }
}
