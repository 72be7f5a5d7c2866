using System.Collections.Frozen;
using System.Globalization;

namespace OrderGuard.Domain.Configuration;

/// <summary>One published version of a configuration, compiled for quick answers. Immutable; swapped by reference.</summary>
public sealed class TenantConfiguration
{
    private readonly FrozenDictionary<int, StatusDefinition> _statuses;
    private readonly FrozenDictionary<int, FrozenSet<int>> _next;
    private readonly FrozenDictionary<string, int> _statusByName;
    private readonly FrozenDictionary<string, SourceDefinition> _sources;
    private readonly FrozenDictionary<string, TimeZoneInfo> _zones;
    private readonly FrozenDictionary<int, TimeoutRule[]> _rulesByFrom;

    private TenantConfiguration(int version, ConfigurationDocument document)
    {
        Version = version;
        Document = document;
        var statuses = StandardStatuses.All.ToDictionary(x => x.Code);
        foreach (var own in document.Statuses)
            statuses[own.Code] = own with { Label = own.Label ?? statuses.GetValueOrDefault(own.Code)?.Label, Terminal = own.Terminal ?? TerminalByPreset(own) };
        _statuses = statuses.ToFrozenDictionary();
        _next = statuses.ToFrozenDictionary(x => x.Key, x => x.Value.Next.ToFrozenSet());
        _statusByName = statuses.Values.ToFrozenDictionary(x => x.Name, x => x.Code, StringComparer.OrdinalIgnoreCase);
        var sources = SourcesOf(document);
        _sources = sources.ToFrozenDictionary(x => x.Code, StringComparer.Ordinal);
        _zones = sources.ToFrozenDictionary(x => x.Code, x => TimeZoneInfo.FindSystemTimeZoneById(x.TimeZone), StringComparer.Ordinal);
        Calendars = Timeouts.WorkingCalendars.Of(document);
        _rulesByFrom = document.Timeouts.GroupBy(x => x.From).ToFrozenDictionary(x => x.Key, x => x.ToArray());
    }

    /// <summary>The version's number; decisions made under it record it. 0: the preset before anything was published.</summary>
    public int Version { get; }

    public ConfigurationDocument Document { get; }

    public Timeouts.WorkingCalendars Calendars { get; }

    /// <summary>Standard and own statuses, by code.</summary>
    public IReadOnlyList<StatusDefinition> Statuses => [.. _statuses.Values.OrderBy(x => x.Code)];

    /// <summary>Compiles a document that has been validated.</summary>
    public static TenantConfiguration Compile(int version, ConfigurationDocument document) => new(version, document);

    /// <summary>
    /// The document's sources, and those that only an import profile names: such a source is a master without words of its own,
    /// because history imported for it must be able to make and move orders.
    /// </summary>
    public static IReadOnlyList<SourceDefinition> SourcesOf(ConfigurationDocument document) =>
    [
        .. document.Sources,
        .. document.ImportProfiles.Select(x => x.Source).Except(document.Sources.Select(x => x.Code), StringComparer.Ordinal)
            .Select(x => new SourceDefinition { Code = x, Role = SourceRole.Master }),
    ];

    public StatusDefinition? Status(int code) => _statuses.GetValueOrDefault(code);

    public SourceDefinition? Source(string code) => _sources.GetValueOrDefault(code);

    /// <summary>The zone of a source's times without an offset; UTC where the source is not configured.</summary>
    public TimeZoneInfo ZoneOf(string source) => _zones.GetValueOrDefault(source, TimeZoneInfo.Utc);

    public bool IsTerminal(int status) => _statuses.TryGetValue(status, out var known) && known.Terminal == true;

    public bool Allows(int from, int to) => _next.TryGetValue(from, out var next) && next.Contains(to);

    public IReadOnlyList<TimeoutRule> RulesFrom(int status) => _rulesByFrom.GetValueOrDefault(status, []);

    public TimeoutRule? Rule(string code) => Document.Timeouts.FirstOrDefault(x => x.Code == code);

    /// <summary>What the rule grants an order like this.</summary>
    public Timeouts.RuleTerms TermsOf(TimeoutRule rule, RuleSubject order) => Calendars.TermsOf(rule, order);

    /// <summary>Translates a source's word: its mapping first, then the name or the code of a status.</summary>
    public int? Translate(string source, string word)
    {
        word = word.Trim();
        if (_sources.TryGetValue(source, out var definition) && definition.Mapping.TryGetValue(word, out var mapped)) return mapped;
        if (_statusByName.TryGetValue(word, out var named)) return named;
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && _statuses.ContainsKey(code) ? code : null;
    }

    /// <summary>Whether the source may move an order into the status. A source that is not configured only observes.</summary>
    public bool MayEnter(string source, int status) => _sources.GetValueOrDefault(source) switch
    {
        { Role: SourceRole.Master } => true,
        { Role: SourceRole.Contributor } contributor => contributor.MayEnter.Contains(status),
        _ => false,
    };

    /// <summary>The status's label in the given language, else its name.</summary>
    public string LabelOf(int status, string culture) =>
        _statuses.TryGetValue(status, out var known) ? known.Label?.For(culture) ?? known.Name : status.ToString(CultureInfo.InvariantCulture);

    private static bool TerminalByPreset(StatusDefinition own) =>
        StandardStatuses.All.FirstOrDefault(x => x.Code == own.Code)?.Terminal ?? own.Next.Count == 0;
}
