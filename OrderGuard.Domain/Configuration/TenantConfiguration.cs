using System.Collections.Frozen;
using System.Globalization;
using OrderGuard.Domain.StatusSync;

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
    private readonly FrozenDictionary<string, FrozenSet<int>> _says;
    private readonly FrozenDictionary<string, StatusReading> _readings;

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
        _says = sources.ToFrozenDictionary(x => x.Code, x => SaysOf(x, sources), StringComparer.Ordinal);
        _readings = sources.Select(x => (x.Code, Reading: StatusReading.Of(x))).Where(x => x.Reading is not null).ToFrozenDictionary(x => x.Code, x => x.Reading!, StringComparer.Ordinal);
        RiskRules = Risk.Rules.CompiledRiskRules.Compile(document.RiskRules);
        _rulesByFrom = document.Timeouts.GroupBy(x => x.From).ToFrozenDictionary(x => x.Key, x => x.ToArray());
    }

    /// <summary>The version's number; decisions made under it record it. 0: the preset before anything was published.</summary>
    public int Version { get; }

    public ConfigurationDocument Document { get; }

    public Timeouts.WorkingCalendars Calendars { get; }

    /// <summary>The rules about dishonest orders, compiled.</summary>
    public Risk.IRiskRules RiskRules { get; }

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

    /// <summary>Whether the source's word has to be found in what it sends, or depends on other fields.</summary>
    public bool Reads(string source) => _readings.ContainsKey(source);

    /// <summary>Finds the source's word in its report and translates it: the rules whose conditions fit come before the mapping.</summary>
    public (string Word, int? Status) Understand(string source, string word, string? payload, Orders.OrderFacts? facts, List<ReadingStep>? steps = null)
    {
        var reading = _readings.GetValueOrDefault(source);
        if (reading is not null) word = reading.WordIn(word, payload, steps);
        else steps?.Add(new ReadingStep(ReadingStepKind.Given, "status", word));
        if (reading?.ByRule(word, payload, facts, steps) is { } ruled) return (word, ruled);
        var status = Translate(source, word);
        steps?.Add(new ReadingStep(status is null ? ReadingStepKind.NoMapping : _sources.GetValueOrDefault(source)?.Mapping.ContainsKey(word.Trim()) == true ? ReadingStepKind.Mapped : ReadingStepKind.Named, word, null, status));
        return (word, status);
    }

    /// <summary>Whether the source may move an order into the status. A source that is not configured only observes.</summary>
    public bool MayEnter(string source, int status) => _sources.GetValueOrDefault(source) switch
    {
        { Role: SourceRole.Master } => true,
        { Role: SourceRole.Contributor } contributor => contributor.MayEnter.Contains(status),
        _ => false,
    };

    /// <summary>The statuses that the source has words for by its settings. What contributors own the master is not expected to repeat.</summary>
    public IReadOnlySet<int> DeclaredBy(string source) => _says.GetValueOrDefault(source, FrozenSet<int>.Empty);

    /// <summary>Whether what the source says is compared with the order book.</summary>
    public bool Compares(string source) => Document.Truth.Alert && !Document.Truth.Except.Contains(source);

    /// <summary>The one source that is the master; null: the order book itself, or several.</summary>
    public string? Master => Document.Truth.Master is { } named ? named is TruthSettings.OwnBook ? null : named
        : _sources.Values.Where(x => x.Role is SourceRole.Master).Take(2).ToList() is [var only] ? only.Code : null;

    /// <summary>The status's label in the given language, else its name.</summary>
    public string LabelOf(int status, string culture) =>
        _statuses.TryGetValue(status, out var known) ? known.Label?.For(culture) ?? known.Name : status.ToString(CultureInfo.InvariantCulture);

    private static FrozenSet<int> SaysOf(SourceDefinition source, IReadOnlyList<SourceDefinition> all)
    {
        var words = source.Mapping.Values.Concat(source.Rules.Select(x => x.Status));
        return source.Role switch
        {
            SourceRole.Master => words.Except(all.Where(x => x.Role is SourceRole.Contributor).SelectMany(x => x.MayEnter)).ToFrozenSet(),
            SourceRole.Contributor when source.Mapping.Count == 0 => source.MayEnter.ToFrozenSet(),
            _ => words.ToFrozenSet(),
        };
    }

    private static bool TerminalByPreset(StatusDefinition own) =>
        StandardStatuses.All.FirstOrDefault(x => x.Code == own.Code)?.Terminal ?? own.Next.Count == 0;
}
