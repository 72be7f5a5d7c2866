using System.Text;

namespace OrderGuard.Domain.Notifications;

/// <summary>What is wrong with a template, and where: line and column count from 1.</summary>
public sealed record TemplateProblem(int Line, int Column, string Placeholder);

/// <summary>A text with placeholders in braces; <c>{{</c> and <c>}}</c> are braces themselves. It can name values and nothing else: it computes nothing.</summary>
/// <remarks>The first line is the title. A line all of whose placeholders came out empty is left out.</remarks>
public sealed class NoticeTemplate
{
    public const int MaxLength = 2_000;

    public static IReadOnlyList<string> Placeholders { get; } =
        ["title", "response", "order", "category", "warehouse", "amount", "since", "due", "waiting", "level", "severity", "people", "company", "link"];

    private readonly IReadOnlyList<IReadOnlyList<Part>> _lines;

    private NoticeTemplate(IReadOnlyList<IReadOnlyList<Part>> lines) => _lines = lines;

    /// <summary>Reads a template; <paramref name="problems"/> names every placeholder that there is not, and every brace that stays open.</summary>
    public static NoticeTemplate? Read(string text, out IReadOnlyList<TemplateProblem> problems)
    {
        var found = new List<TemplateProblem>();
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select((x, i) => ReadLine(x, i + 1, found)).ToList();
        problems = found;
        return found.Count == 0 ? new NoticeTemplate(lines) : null;
    }

    /// <summary>The title and the text below it, with what each placeholder stands for filled in.</summary>
    public (string Title, string Text) Fill(Func<string, string?> value)
    {
        var lines = _lines.Select(x => Fill(x, value)).ToList();
        var title = (lines[0] ?? "").Trim();
        return (title, string.Join('\n', lines.Skip(1).OfType<string>()).Trim('\n', ' '));
    }

    private static string? Fill(IReadOnlyList<Part> line, Func<string, string?> value)
    {
        var text = new StringBuilder();
        bool asked = false, answered = false;
        foreach (var part in line)
        {
            if (!part.IsPlaceholder)
            {
                text.Append(part.Text);
                continue;
            }
            asked = true;
            if (value(part.Text) is not { Length: > 0 } filled) continue;
            answered = true;
            text.Append(filled);
        }
        return asked && !answered ? null : text.ToString();
    }

    private static List<Part> ReadLine(string line, int number, List<TemplateProblem> problems)
    {
        var parts = new List<Part>();
        var literal = new StringBuilder();
        for (var i = 0; i < line.Length; i++)
        {
            var doubled = i + 1 < line.Length && line[i + 1] == line[i];
            if (line[i] is '{' or '}' && doubled) literal.Append(line[i++]);
            else if (line[i] == '{' && line.IndexOf('}', i) is var end and > 0)
            {
                var name = line[(i + 1)..end].Trim();
                if (!Placeholders.Contains(name)) problems.Add(new TemplateProblem(number, i + 1, line[i..(end + 1)]));
                if (literal.Length > 0) parts.Add(new Part(literal.ToString(), false));
                literal.Clear();
                parts.Add(new Part(name, true));
                i = end;
            }
            else if (line[i] is '{' or '}') problems.Add(new TemplateProblem(number, i + 1, line[i].ToString()));
            else literal.Append(line[i]);
        }
        if (literal.Length > 0) parts.Add(new Part(literal.ToString(), false));
        return parts;
    }

    private readonly record struct Part(string Text, bool IsPlaceholder);
}
