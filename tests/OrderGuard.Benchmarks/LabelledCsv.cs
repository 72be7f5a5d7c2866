using System.Globalization;
using OrderGuard.Domain.Risk.Models;

namespace OrderGuard.Benchmarks;

/// <summary>A file of numbers with a label column; an empty cell, NA or NaN is missing.</summary>
internal sealed record LabelledCsv(FeatureMatrix Rows, bool[] Labels, IReadOnlyList<string> Features)
{
    private static readonly string[] Missing = ["", "na", "nan", "null"];

    /// <summary>Reads the file; what is wrong with it is an <see cref="InvalidDataException"/> in words.</summary>
    public static LabelledCsv Read(string path, string label)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"There is no file {path}.");
        using var reader = new StreamReader(path);
        if (reader.ReadLine() is not { } first) throw new InvalidDataException($"{path} is empty.");
        var header = Cells(first);
        var at = Array.FindIndex(header, x => x.Equals(label, StringComparison.OrdinalIgnoreCase));
        if (at < 0) throw new InvalidDataException($"{path} has no column '{label}'. It has: {string.Join(", ", header.Take(50))}.");
        if (header.Length < 2) throw new InvalidDataException($"{path} has no column beside the label.");
        var (values, labels) = (new List<float>(), new List<bool>());
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            var cells = Cells(text);
            if (cells.Length != header.Length) throw new InvalidDataException($"{path} line {line} has {cells.Length} columns instead of {header.Length}.");
            for (var i = 0; i < header.Length; i++)
            {
                var number = Number(cells[i], path, line, header[i]);
                if (i != at) values.Add((float)number);
                else if (number is 0 or 1) labels.Add(number == 1);
                else throw new InvalidDataException($"{path} line {line}: the label '{cells[i]}' is neither 0 nor 1.");
            }
        }
        if (labels.Count < 2) throw new InvalidDataException($"{path} has {labels.Count} rows; at least two are needed.");
        if (labels.TrueForAll(x => x == labels[0])) throw new InvalidDataException($"Every row of {path} has the label {(labels[0] ? 1 : 0)}; both are needed to judge.");
        return new LabelledCsv(new FeatureMatrix([.. values], header.Length - 1), [.. labels], [.. header.Where((_, i) => i != at)]);
    }

    private static string[] Cells(string line) => [.. line.Split(',').Select(x => x.Trim().Trim('"'))];

    private static double Number(string text, string path, int line, string column)
    {
        if (Missing.Contains(text.ToLowerInvariant())) return double.NaN;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"{path} line {line}, column '{column}': '{text}' is not a number.");
    }
}
