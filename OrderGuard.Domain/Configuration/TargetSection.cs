using System.Text.Json.Serialization;
using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Configuration;

/// <summary>How a target system is reached.</summary>
public enum TargetTransport
{
    /// <summary>It is called by HTTP.</summary>
    Http,

    /// <summary>A message goes to an exchange of the company's at the platform's broker; the target reads it from a queue of its own.</summary>
    Queue,
}

/// <summary>How a target system knows that it is OrderGuard that calls.</summary>
public enum TargetAuthentication
{
    None,

    /// <summary>A key in a header; secret <c>key</c>.</summary>
    ApiKey,

    /// <summary>A user name and the secret <c>password</c>.</summary>
    Basic,

    /// <summary>OAuth 2 client credentials: the client's id and the secret <c>client-secret</c>, for a token at the token address.</summary>
    OAuth2,

    /// <summary>HMAC-SHA256 over the time and the body, with the secret <c>sign</c>.</summary>
    Hmac,

    /// <summary>Signed by the Standard Webhooks specification, with each secret whose role begins with <c>sign</c>.</summary>
    Webhook,
}

/// <summary>What a target is told of an order that moved several times before it could be told.</summary>
public enum TargetOrder
{
    /// <summary>Every status, one after the other.</summary>
    Every,

    /// <summary>Only the newest; what it replaces is no longer sent.</summary>
    Latest,
}

/// <summary>What a target's rate counts by.</summary>
public enum RatePeriod
{
    Second,
    Minute,
}

/// <summary>A system that is told when an order enters a status; secrets are named here and never stand here.</summary>
public sealed record TargetDefinition
{
    public const string DefaultSignatureHeader = "X-Signature";
    public const string DefaultKeyHeader = "X-Api-Key";

    public required string Code { get; init; }
    public LocalizedText? Label { get; init; }

    /// <summary>Whether moves of orders become pushes; what waits already is kept while it is off.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The source that is the same system: what it said itself it is not told.</summary>
    public string? Source { get; init; }

    /// <summary>The statuses it wants to know of; none named: all.</summary>
    public IReadOnlyList<int> Statuses { get; init; } = [];

    /// <summary>Status, by code → the target's own word; without one, the status's name.</summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>();
    public TargetOrder Order { get; init; } = TargetOrder.Every;
    public TargetTransport Transport { get; init; } = TargetTransport.Http;

    /// <summary>By messages: the exchange's own name, which stands behind the company's; null: the company's one for all targets.</summary>
    public string? Exchange { get; init; }

    /// <summary>By messages: what the broker routes them by; placeholders may stand in it.</summary>
    public string? RoutingKey { get; init; }

    /// <summary>What rehearsals' messages are routed by, in place of <see cref="RoutingKey"/>; null: it takes no part in them.</summary>
    public string? TestRoutingKey { get; init; }
    public string Method { get; init; } = "POST";

    /// <summary>Where it is called; placeholders may stand behind the host.</summary>
    public string Address { get; init; } = "";

    /// <summary>Where it is called in rehearsals, in place of <see cref="Address"/>; null: it takes no part in them.</summary>
    public string? TestAddress { get; init; }

    /// <summary>What a secret is for → the name of the one for the test endpoint, where that is another.</summary>
    public IReadOnlyDictionary<string, string> TestSecrets { get; init; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
    public GatewayBody BodyFormat { get; init; } = GatewayBody.Json;

    /// <summary>The template of the body; null: the standard one.</summary>
    public string? Body { get; init; }
    public TargetAuthentication Authentication { get; init; } = TargetAuthentication.None;

    /// <summary>The header of the key or the signature, where it is not the usual one.</summary>
    public string? AuthHeader { get; init; }

    /// <summary>The user of Basic, the client of OAuth 2.</summary>
    public string? UserName { get; init; }
    public string? TokenAddress { get; init; }
    public string? Scope { get; init; }

    /// <summary>What a secret is for → its name.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>Answers besides 2xx that mean it was taken, e.g. 409 for what the target has already.</summary>
    public IReadOnlyList<int> Accepts { get; init; } = [];

    /// <summary>A JSON pointer into the answer, and what must stand there for a success.</summary>
    public string? SuccessPointer { get; init; }
    public string? SuccessEquals { get; init; }

    /// <summary>As many pushes in a second or a minute at the most.</summary>
    public int Rate { get; init; } = 10;
    public RatePeriod Per { get; init; } = RatePeriod.Second;

    /// <summary>Failed attempts after which a person decides; an outage of the target does not count.</summary>
    public int Attempts { get; init; } = 8;

    /// <summary>The wait after the first failure; it doubles with each further one, up to <see cref="LongestRetry"/>.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(10);
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(15);
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long the target may be out of reach before that is an alert.</summary>
    public TimeSpan AlertAfter { get; init; } = TimeSpan.FromMinutes(5);

    [JsonIgnore]
    public double PerSecond => Per is RatePeriod.Minute ? Rate / 60d : Rate;

    /// <summary>Whether it has an endpoint for rehearsals.</summary>
    [JsonIgnore]
    public bool HasTestEndpoint => (Transport is TargetTransport.Queue ? TestRoutingKey : TestAddress) is not null;

    /// <summary>The target as rehearsals tell it; null: it has no test endpoint.</summary>
    public TargetDefinition? ForRehearsal() => !HasTestEndpoint ? null : this with
    {
        Address = TestAddress ?? Address,
        RoutingKey = TestRoutingKey ?? RoutingKey,
        Enabled = true,
        Secrets = Secrets.Where(x => !TestSecrets.ContainsKey(x.Key)).Concat(TestSecrets).ToDictionary(x => x.Key, x => x.Value),
    };

    /// <summary>Whether an order's entry into the status, told by <paramref name="source"/>, is news to it.</summary>
    public bool Wants(int status, string? source) => Enabled && (Statuses.Count == 0 || Statuses.Contains(status)) && (Source is null || Source != source);

    /// <summary>The target's word for a status.</summary>
    public string WordOf(int status, string name) => Words.GetValueOrDefault(ConfigurationRules.Text(status), name);
}
