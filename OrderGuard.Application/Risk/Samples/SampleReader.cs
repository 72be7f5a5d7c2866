using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk.Samples;

namespace OrderGuard.Application.Risk.Samples;

/// <summary>Reads a file of labelled orders, each order once, and says how good it was.</summary>
internal sealed class SampleReader(SampleMapping mapping, Func<OrderFacts, OrderFacts> hashed, DateTimeOffset now)
{
    private const int ProblemsShown = 50;
    private const int DifferentCounted = 1_000;
    private static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, RiskSample> _samples = new(StringComparer.Ordinal);
    private readonly List<SampleProblem> _problems = [];
    private readonly Dictionary<string, int> _reasons = [];
    private int _rows, _taken, _duplicates, _contradictions, _unlabelled, _rejected, _kept;

    /// <summary>Begins with the orders of the version before.</summary>
    public void Keep(IEnumerable<RiskSample> samples)
    {
        foreach (var sample in samples) if (_samples.TryAdd(sample.OrderNo, sample)) _kept++;
    }

    public Result<(IReadOnlyList<RiskSample> Samples, SampleReport Report)> Read(IOrderFile file, IProgress<double>? progress, CancellationToken ct)
    {
        if (file.Columns.Count == 0) return SampleRefusals.Empty;
        if (mapping.Check(file.Columns) is { } refusal) return refusal;
        var columns = new SampleColumns(mapping, file.Columns);
        foreach (var row in file.Rows())
        {
            _rows++;
            if (_samples.Count >= RiskSampleSet.MostRows) return SampleRefusals.TooMany(RiskSampleSet.MostRows);
            Take(row, columns);
            if (_rows % 500 != 0) continue;
            ct.ThrowIfCancellationRequested();
            progress?.Report(file.Progress);
        }
        if (_rows == 0) return SampleRefusals.Empty;
        if (_rejected * 2 > _rows) return SampleRefusals.MostlyUnreadable(_rejected, _rows, _reasons.MaxBy(x => x.Value).Key);
        if (_taken + _duplicates == 0) return SampleRefusals.NoLabels(mapping.Label);
        List<RiskSample> samples = [.. _samples.Values.OrderBy(x => x.PlacedAt)];
        if (samples.TrueForAll(x => x.Fraud) || samples.TrueForAll(x => !x.Fraud)) return SampleRefusals.OneClass(samples.Count, samples[0].Fraud);
        return (samples, ReportOf(samples));
    }

    private void Take(OrderFileRow row, SampleColumns columns)
    {
        if (row.Problem is { } broken)
        {
            Reject(row, broken);
            return;
        }
        if (columns.LabelOf(row) is not { } word)
        {
            _unlabelled++;
            return;
        }
        if (IsFraud(word) is not { } fraud)
        {
            Reject(row, new RowProblem("bad-label", mapping.Label, word.Brief(60)));
            return;
        }
        var (sample, problem) = columns.Read(row, fraud, now);
        if (problem is not null || sample!.PlacedAt < Earliest || sample.PlacedAt > now.AddDays(1))
        {
            Reject(row, problem ?? RowProblem.ImpossibleTime(mapping.PlacedAt, sample!.PlacedAt.ToString("u", CultureInfo.InvariantCulture)));
            return;
        }
        if (_samples.TryGetValue(sample.OrderNo, out var known))
        {
            if (known.Fraud == fraud) _duplicates++;
            else _contradictions++;
        }
        else
        {
            _taken++;
        }
        _samples[sample.OrderNo] = sample with { Facts = hashed(sample.Facts) };
    }

    private bool? IsFraud(string word)
    {
        if (decimal.TryParse(word, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number == decimal.Truncate(number)) word = decimal.Truncate(number).ToString(CultureInfo.InvariantCulture);
        if (mapping.FraudWords.Contains(word, StringComparer.OrdinalIgnoreCase)) return true;
        return mapping.HonestWords.Count == 0 || mapping.HonestWords.Contains(word, StringComparer.OrdinalIgnoreCase) ? false : null;
    }

    private void Reject(OrderFileRow row, RowProblem problem)
    {
        _rejected++;
        var text = problem.Code == "bad-label" ? $"The label in {problem.Column} is not one of the known words: {problem.Value}" : problem.ToString();
        var reason = problem.Code == "bad-label" ? $"The label in {problem.Column} is not one of the known words." : text;
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
        if (_problems.Count < ProblemsShown) _problems.Add(new SampleProblem(row.Line, problem.Code, problem.Column, problem.Value, text));
    }

    private SampleReport ReportOf(List<RiskSample> samples)
    {
        var fields = mapping.Fields.Keys.Order(StringComparer.Ordinal).Select(path => FillOf(path, samples)).ToList();
        var share = (double)samples.Count(x => x.Fraud) / samples.Count;
        var warnings = new List<SampleWarning>();
        if (samples.Count < 500) warnings.Add(new("few-rows", Text(samples.Count)));
        if (samples.Count(x => x.Fraud) < 50) warnings.Add(new("few-frauds", Text(samples.Count(x => x.Fraud))));
        if (share > 0.5) warnings.Add(new("mostly-fraud", share.ToString("P0", CultureInfo.InvariantCulture)));
        if (_contradictions > 0) warnings.Add(new("contradictions", Text(_contradictions)));
        if (_rejected > 0) warnings.Add(new("rejected", Text(_rejected), Text(_rows)));
        if (samples[^1].PlacedAt - samples[0].PlacedAt < TimeSpan.FromDays(14)) warnings.Add(new("short-time"));
        warnings.AddRange(fields.Where(x => x.Filled < 0.5).Select(x => new SampleWarning("mostly-missing", x.Field)));
        warnings.AddRange(fields.Where(x => x is { Different: 1, Filled: > 0.99 }).Select(x => new SampleWarning("one-value", x.Field)));
        if (!mapping.Fields.ContainsKey("device.id") && !mapping.Fields.ContainsKey("payment.fingerprint") && !mapping.Fields.ContainsKey("recipient.phone")) warnings.Add(new("no-sharing"));
        return new SampleReport
        {
            Rows = _rows, Taken = _taken, Duplicates = _duplicates, Contradictions = _contradictions, Unlabelled = _unlabelled, Rejected = _rejected, Kept = _kept,
            Problems = _problems, Fields = fields, Warnings = warnings,
        };
    }

    private static SampleFill FillOf(string path, List<RiskSample> samples)
    {
        var different = new HashSet<string>(StringComparer.Ordinal);
        var filled = 0;
        foreach (var sample in samples)
        {
            if (SampleColumns.ValueOf(path, sample.Facts) is not { } value) continue;
            filled++;
            if (different.Count < DifferentCounted) different.Add(value);
        }
        return new SampleFill(path, (double)filled / samples.Count, different.Count);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The columns of one file by a mapping.</summary>
internal sealed class SampleColumns
{
    private readonly SampleMapping _mapping;
    private readonly TimeZoneInfo _zone;
    private readonly int _label, _orderNo, _placedAt;
    private readonly (string Path, string Column, int Index)[] _fields;

    public SampleColumns(SampleMapping mapping, IReadOnlyList<string> columns)
    {
        _mapping = mapping;
        _zone = TimeZoneInfo.FindSystemTimeZoneById(mapping.TimeZone);
        (_label, _placedAt) = (SampleMapping.IndexOf(columns, mapping.Label), SampleMapping.IndexOf(columns, mapping.PlacedAt));
        _orderNo = mapping.OrderNo is { Length: > 0 } column ? SampleMapping.IndexOf(columns, column) : -1;
        _fields = [.. mapping.Fields.Select(x => (x.Key, x.Value, SampleMapping.IndexOf(columns, x.Value)))];
    }

    public string? LabelOf(OrderFileRow row) => Cell(row, _label);

    public (RiskSample? Sample, RowProblem? Problem) Read(OrderFileRow row, bool fraud, DateTimeOffset now)
    {
        if (Cell(row, _placedAt) is not { } time || CellReader.Time(time, _mapping.TimeFormat, _zone) is not { } placedAt) return (null, RowProblem.UnreadableTime(_mapping.PlacedAt, Cell(row, _placedAt) ?? ""));
        var facts = OrderFacts.None;
        foreach (var (path, column, index) in _fields)
            if (Cell(row, index) is { } text && OrderFields.Set(ref facts, path, column, text, _mapping.TimeFormat, _zone) is { } problem) return (null, problem);
        var orderNo = _orderNo >= 0 ? Cell(row, _orderNo) : null;
        if (_orderNo >= 0 && orderNo is null) return (null, RowProblem.NoOrderNo(_mapping.OrderNo!));
        if (orderNo?.Length > Order.OrderNoMaxLength) return (null, RowProblem.OrderNoTooLong(_mapping.OrderNo!, orderNo));
        return (new RiskSample(orderNo ?? Fingerprint(row), placedAt, fraud, facts), null);
    }

    /// <summary>A field's value as a text, for counting; null: missing.</summary>
    public static string? ValueOf(string path, OrderFacts x) => path switch
    {
        "category" => x.Category,
        "amount" => x.Amount?.ToString(CultureInfo.InvariantCulture),
        "currency" => x.Currency,
        "channel" => x.Channel,
        "placedAt" => x.PlacedAt?.ToString("O"),
        "promisedAt" => x.PromisedAt?.ToString("O"),
        "warehouse" => x.Warehouse,
        "carrier" => x.Carrier,
        "coupon" => x.Coupon,
        "customer.id" => x.Customer?.Id,
        "customer.registeredAt" => x.Customer?.RegisteredAt?.ToString("O"),
        "customer.idNumber" => x.Customer?.IdNumber,
        "customer.name" => x.Customer?.Name,
        "customer.class" => x.Customer?.Class,
        "recipient.name" => x.Recipient?.Name,
        "recipient.phone" => x.Recipient?.Phone,
        "recipient.country" => x.Recipient?.Country,
        "recipient.province" => x.Recipient?.Province,
        "recipient.city" => x.Recipient?.City,
        "recipient.line" => x.Recipient?.Line,
        "recipient.postalCode" => x.Recipient?.PostalCode,
        "payment.method" => x.Payment?.Method,
        "payment.fingerprint" => x.Payment?.Fingerprint,
        "payment.paidAt" => x.Payment?.PaidAt?.ToString("O"),
        "payment.billingProvince" => x.Payment?.BillingProvince,
        "payment.failedAttempts" => x.Payment?.FailedAttempts?.ToString(CultureInfo.InvariantCulture),
        "device.id" => x.Device?.Id,
        "device.ip" => x.Device?.Ip,
        "device.userAgent" => x.Device?.UserAgent,
        _ when path.StartsWith(OrderFields.AttributePrefix, StringComparison.Ordinal) => x.Attributes?.TryGetValue(path[OrderFields.AttributePrefix.Length..], out var value) is true ? value.ToString() : null,
        _ => null,
    };

    /// <summary>A row without an order number is known by all that it says but its label.</summary>
    private string Fingerprint(OrderFileRow row) =>
        "row-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', row.Cells.Where((_, i) => i != _label)))))[..24];

    private static string? Cell(OrderFileRow row, int index) => index >= 0 && index < row.Cells.Count ? CellReader.Text(row.Cells[index]) : null;
}
