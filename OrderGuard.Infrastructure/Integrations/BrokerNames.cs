namespace OrderGuard.Infrastructure.Integrations;

/// <summary>What exchanges and queues are called: every name holds its company, so that the broker's own permissions can keep companies apart.</summary>
internal sealed class BrokerNames(string prefix)
{
    /// <summary>The topic exchange that a company's events are published to; the routing key is the event's type.</summary>
    public string Events(string tenant) => $"{prefix}.events.{tenant}";

    /// <summary>The topic exchange by which target systems of a company are told of statuses; each target may have one of its own.</summary>
    public string Out(string tenant, string? exchange) => exchange is null ? $"{prefix}.out.{tenant}" : $"{prefix}.out.{tenant}.{exchange}";

    /// <summary>The queue that a source of a company writes its events into.</summary>
    public string Inbound(string tenant, string source) => $"{prefix}.in.{tenant}.{source}";

    /// <summary>The exchange through which messages go that could not be taken.</summary>
    public string DeadExchange => $"{prefix}.dead";

    /// <summary>The queue of a company's messages that could not be taken, until they are in its list.</summary>
    public string Dead(string tenant) => $"{prefix}.dead.{tenant}";

    /// <summary>The fan-out exchange by which nodes tell each other what they committed.</summary>
    public string Live => $"{prefix}.live";

    public string InboundPrefix(string tenant) => $"{prefix}.in.{tenant}.";
}
