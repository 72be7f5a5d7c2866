using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Configuration;

/// <summary>All that a tenant configures, as one immutable document: validated whole, published as a numbered version.</summary>
/// <remarks>The shape of the machine interface; its JSON names are these in camelCase. Durations are ISO 8601.</remarks>
public sealed record ConfigurationDocument
{
    /// <summary>Statuses that the tenant adds or changes; a standard status that is not named here keeps its preset.</summary>
    public IReadOnlyList<StatusDefinition> Statuses { get; init; } = [];
    public IReadOnlyList<CategoryDefinition> Categories { get; init; } = [];
    public IReadOnlyList<SourceDefinition> Sources { get; init; } = [];
    public IReadOnlyList<TimeoutRule> Timeouts { get; init; } = [];
    public IReadOnlyList<ImportProfile> ImportProfiles { get; init; } = [];
    public RiskSettings Risk { get; init; } = new();
    public FulfilmentRiskSettings FulfilmentRisk { get; init; } = new();
    public AlertSettings Alerts { get; init; } = new();
    public RetentionSettings Retention { get; init; } = new();
    public IReadOnlyList<CalendarDefinition> Calendars { get; init; } = [];
    public IReadOnlyList<MaintenanceWindow> Maintenance { get; init; } = [];
    public ClockSettings Clock { get; init; } = new();
    /// <summary>Answers to a breach; the standard policy is there without being named.</summary>
    public IReadOnlyList<EscalationPolicy> Escalations { get; init; } = [];
    public IReadOnlyList<DutyRule> Duties { get; init; } = [];
    public IReadOnlyList<RotationDefinition> Rotations { get; init; } = [];
    public ActionSettings Actions { get; init; } = new();
    public IReadOnlyList<ChannelDefinition> Channels { get; init; } = [];
    public NotificationSettings Notifications { get; init; } = new();

    /// <summary>Systems that are told of the statuses that orders enter.</summary>
    public IReadOnlyList<TargetDefinition> Targets { get; init; } = [];
    public GatewaySettings Gateway { get; init; } = new();
    public TruthSettings Truth { get; init; } = new();
    public GoLiveSettings GoLive { get; init; } = new();

    /// <summary>The company's own rules about dishonest orders.</summary>
    public IReadOnlyList<RiskRule> RiskRules { get; init; } = [];

    /// <summary>The channel that is told what is meant for this one: itself, or while it is off its fall-back; null: nobody is told.</summary>
    public string? Listening(string channel)
    {
        var at = channel;
        for (var steps = 0; steps <= Channels.Count; steps++)
        {
            if (Channels.FirstOrDefault(x => x.Code == at) is not { Enabled: false } off) return at;
            if (off.Fallback is not { } next) return null;
            at = next;
        }
        return null;
    }
}

/// <summary>A numbered status of an order and the statuses that may follow it.</summary>
public sealed record StatusDefinition
{
    public required int Code { get; init; }

    /// <summary>The name systems use: capital letters, digits and underscores.</summary>
    public required string Name { get; init; }
    public LocalizedText? Label { get; init; }
    public IReadOnlyList<int> Next { get; init; } = [];

    /// <summary>Whether an order rests here for good: it meets every deadline. Where it is not said, a status without a next one is.</summary>
    public bool? Terminal { get; init; }
}

/// <summary>A kind of goods with deadlines of its own.</summary>
public sealed record CategoryDefinition
{
    public required string Code { get; init; }
    public LocalizedText? Label { get; init; }
}

/// <summary>What a source system may do to an order.</summary>
public enum SourceRole
{
    /// <summary>May move the order anywhere that the transitions allow.</summary>
    Master,

    /// <summary>May move it into named statuses.</summary>
    Contributor,

    /// <summary>May not move it; what it says is kept and compared.</summary>
    Observer,
}

/// <summary>A system that reports orders, and how its words are understood.</summary>
public sealed record SourceDefinition
{
    public required string Code { get; init; }
    public LocalizedText? Label { get; init; }
    public SourceRole Role { get; init; } = SourceRole.Observer;

    /// <summary>The statuses into which a contributor may move an order.</summary>
    public IReadOnlyList<int> MayEnter { get; init; } = [];

    /// <summary>IANA zone of its times without an offset.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Its own word → standard status.</summary>
    public IReadOnlyDictionary<string, int> Mapping { get; init; } = new Dictionary<string, int>();

    /// <summary>Where the word stands in what the source sends; null: it is the status as given.</summary>
    public SourceExtract? Extract { get; init; }

    /// <summary>Words that mean another status when other fields say so.</summary>
    public IReadOnlyList<StatusRule> Rules { get; init; } = [];

    /// <summary>Standard status → the word by which the source is told of it.</summary>
    public IReadOnlyDictionary<string, string> Outbound { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the source can be asked; null: nowhere.</summary>
    public SourceQuery? Query { get; init; }
}

/// <summary>Which clock a deadline counts by.</summary>
public enum TimeoutClock
{
    /// <summary>Time as it passes.</summary>
    Elapsed,

    /// <summary>The working time of a calendar.</summary>
    Working,
}

/// <summary>A monitoring point: since <see cref="From"/>, not in <see cref="Until"/> within a duration.</summary>
public sealed record TimeoutRule
{
    public required string Code { get; init; }
    public LocalizedText? Label { get; init; }

    /// <summary>Entering this status arms the rule.</summary>
    public required int From { get; init; }

    /// <summary>The first entry into a status of this code or a greater one, or into a terminal one, meets it.</summary>
    public required int Until { get; init; }
    public required TimeSpan Within { get; init; }

    /// <summary>Durations that replace <see cref="Within"/> for a category.</summary>
    public IReadOnlyDictionary<string, TimeSpan> ByCategory { get; init; } = new Dictionary<string, TimeSpan>();
    public TimeoutClock Clock { get; init; } = TimeoutClock.Elapsed;

    /// <summary>The calendar whose working time counts, where the clock is <see cref="TimeoutClock.Working"/>.</summary>
    public string? Calendar { get; init; }

    /// <summary>Other thresholds for narrower sets of orders; the most specific one counts.</summary>
    public IReadOnlyList<TimeoutOverride> Overrides { get; init; } = [];

    /// <summary>The escalation policy that answers a breach.</summary>
    public string? Escalation { get; init; }

    /// <summary>How grave a breach is; null: critical where the category has a threshold of its own, else warning.</summary>
    public Alerts.AlertSeverity? Severity { get; init; }
}

/// <summary>How a CSV of past orders is read: which column is what, and which columns are the times of stages.</summary>
public sealed record ImportProfile
{
    public required string Code { get; init; }
    public LocalizedText? Label { get; init; }
    public required string Source { get; init; }

    /// <summary>IANA zone of times without an offset; null: the source's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The column with the order's number.</summary>
    public required string OrderNo { get; init; }

    /// <summary>Path of an order's fact (as in the events interface, dots between) → column.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>Column with a time → the standard status entered then.</summary>
    public IReadOnlyDictionary<string, int> Stages { get; init; } = new Dictionary<string, int>();
    public string? StatusColumn { get; init; }

    /// <summary>Word in the status column → the status that the order ended in, at the time of its latest stage.</summary>
    public IReadOnlyDictionary<string, int> FinalStatuses { get; init; } = new Dictionary<string, int>();

    /// <summary>What separates the columns; null: found out from the first line.</summary>
    public string? Delimiter { get; init; }

    /// <summary>A .NET format of its times where they are not ISO 8601, e.g. <c>dd/MM/yyyy HH:mm</c>.</summary>
    public string? TimeFormat { get; init; }
}

/// <summary>How alerts behave.</summary>
public sealed record AlertSettings
{
    /// <summary>How long an acknowledgement holds where the person does not say.</summary>
    public TimeSpan AcknowledgeFor { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The share of orders that may time out, for charts: 0.003 is 0.3 %.</summary>
    public double TargetTimeoutRate { get; init; } = 0.003;
}

/// <summary>How long things are kept.</summary>
public sealed record RetentionSettings
{
    public const int LeastAuditDays = 180;

    /// <summary>Days that audit entries are kept: 180 at least.</summary>
    public int AuditDays { get; init; } = LeastAuditDays;

    /// <summary>Days that the log of requests to the machine interface is kept.</summary>
    public int RequestDays { get; init; } = 30;
}
