using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Intake;

/// <summary>What a row became: the events of one order in order of time, or the reason why it was rejected.</summary>
public sealed record ReadOrder(OrderFileRow Row, string OrderNo, IReadOnlyList<IncomingEvent> Events, OrderFacts? Facts, RowProblem? Problem);

/// <summary>Turns rows into events by an import profile: one event for each stage that has a time, and one for a final status.</summary>
public sealed class OrderRowReader
{
    private static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ImportProfile _profile;
    private readonly TimeZoneInfo _zone;
    private readonly DateTimeOffset _latest;
    private readonly int _orderNo;
    private readonly (string Column, int Index, int Status, string Word)[] _stages;
    private readonly (string Path, string Column, int Index)[] _fields;
    private readonly int _final;
    private readonly Dictionary<string, (int Status, string Word)> _finals = new(StringComparer.OrdinalIgnoreCase);

    private OrderRowReader(ImportProfile profile, TenantConfiguration configuration, Func<string, int> indexOf, DateTimeOffset latest)
    {
        _profile = profile;
        _latest = latest;
        _zone = profile.TimeZone is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : configuration.ZoneOf(profile.Source);
        _orderNo = indexOf(profile.OrderNo);
        _stages = [.. profile.Stages.Select(x => (x.Key, indexOf(x.Key), x.Value, WordFor(configuration, profile.Source, x.Value)!))];
        _fields = [.. profile.Fields.Select(x => (x.Key, x.Value, indexOf(x.Value)))];
        _final = profile.StatusColumn is { } column ? indexOf(column) : -1;
        foreach (var (word, status) in profile.FinalStatuses) _finals[word.Trim()] = (status, WordFor(configuration, profile.Source, status)!);
    }

    /// <summary>A reader of a file with these columns; or what the profile and the file do not agree in.</summary>
    /// <param name="now">The time of the import: history lies before it.</param>
    public static Result<OrderRowReader> For(ImportProfile profile, TenantConfiguration configuration, IReadOnlyList<string> columns, DateTimeOffset now)
    {
        var problems = new List<string>();
        var wanted = new[] { profile.OrderNo }.Concat(profile.Stages.Keys).Concat(profile.Fields.Values).Concat(profile.StatusColumn is { } status ? [status] : []).Where(x => x.Length > 0).Distinct();
        if (profile.OrderNo.Length == 0) problems.Add("No column holds the order number.");
        problems.AddRange(wanted.Where(x => IndexOf(columns, x) < 0).Select(x => $"The file has no column {x}."));
        problems.AddRange(profile.Stages.Values.Concat(profile.FinalStatuses.Values).Distinct().Where(x => WordFor(configuration, profile.Source, x) is null)
            .Select(x => $"The profile names the status {x}, which is not configured."));
        problems.AddRange(profile.Fields.Keys.Where(x => !OrderFields.IsKnown(x)).Select(x => $"The profile fills {x}, which orders do not have."));
        if (profile.Stages.Count == 0) problems.Add("The profile names no column with the time of a stage.");
        if (profile.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) problems.Add($"The profile's time zone {zone} is not known.");
        if (problems.Count > 0) return Domain.Intake.ImportRefusals.Unreadable(problems);
        return new OrderRowReader(profile, configuration, x => IndexOf(columns, x), now.AddDays(1));
    }

    public ReadOrder Read(OrderFileRow row)
    {
        var orderNo = Cell(row, _orderNo) ?? "";
        ReadOrder Reject(RowProblem problem) => new(row, orderNo, [], null, problem);
        if (row.Problem is { } unreadable) return Reject(unreadable);
        if (orderNo.Length == 0) return Reject(RowProblem.NoOrderNo(_profile.OrderNo));
        if (orderNo.Length > Order.OrderNoMaxLength) return Reject(RowProblem.OrderNoTooLong(_profile.OrderNo, orderNo));

        var entries = new List<(DateTimeOffset At, int Rank, string Column, string Word)>(_stages.Length + 1);
        foreach (var (column, index, status, word) in _stages)
        {
            if (Cell(row, index) is not { } text) continue;
            if (CellReader.Time(text, _profile.TimeFormat, _zone) is not { } at) return Reject(RowProblem.UnreadableTime(column, text));
            if (at < Earliest || at > _latest) return Reject(RowProblem.ImpossibleTime(column, text));
            entries.Add((at, status, column, word));
        }
        if (entries.Count == 0) return Reject(RowProblem.NoStage);

        if (_final >= 0 && Cell(row, _final) is { } stated && _finals.TryGetValue(stated, out var final))
            entries.Add((entries.Max(x => x.At), int.MaxValue, $"{_profile.StatusColumn}={final.Status.ToString(CultureInfo.InvariantCulture)}", final.Word));

        var facts = OrderFacts.None;
        foreach (var (path, column, index) in _fields)
        {
            if (Cell(row, index) is { } text && OrderFields.Set(ref facts, path, column, text, _profile.TimeFormat, _zone) is { } problem) return Reject(problem);
        }
        var told = ReferenceEquals(facts, OrderFacts.None) ? null : facts;
        var events = entries.OrderBy(x => x.At).ThenBy(x => x.Rank).Select(x => new IncomingEvent(EventId(orderNo, x.Column, x.At), orderNo, x.Word, x.At, told)).ToList();
        return new ReadOrder(row, orderNo, events, told, null);
    }

    /// <summary>The same for the same order, column and time, so that a file can be imported again and again.</summary>
    private static string EventId(string orderNo, string column, DateTimeOffset at)
    {
        var id = $"{orderNo}/{column}/{at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)}";
        return id.Length <= OrderEvent.EventIdMaxLength ? id : $"{orderNo}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))}";
    }

    private static string? Cell(OrderFileRow row, int index) => index < row.Cells.Count ? CellReader.Text(row.Cells[index]) : null;

    /// <summary>The column of that name: exactly, else whatever its capitals.</summary>
    private static int IndexOf(IReadOnlyList<string> columns, string name)
    {
        var ignoringCase = -1;
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i] == name) return i;
            if (ignoringCase < 0 && string.Equals(columns[i], name.Trim(), StringComparison.OrdinalIgnoreCase)) ignoringCase = i;
        }
        return ignoringCase;
    }

    /// <summary>A word that this source's mapping understands as the status.</summary>
    private static string? WordFor(TenantConfiguration configuration, string source, int status)
    {
        if (configuration.Status(status) is not { } known) return null;
        var code = status.ToString(CultureInfo.InvariantCulture);
        var mapped = configuration.Source(source)?.Mapping.Where(x => x.Value == status).Select(x => x.Key) ?? [];
        return new[] { known.Name, code }.Concat(mapped).FirstOrDefault(x => configuration.Translate(source, x) == status);
    }
}
