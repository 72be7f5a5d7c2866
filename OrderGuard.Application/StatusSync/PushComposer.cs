using System.Globalization;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>What a push tells: one status of one order.</summary>
internal sealed record PushSubject(string Key, string OrderNo, int Status, int? Previous, DateTimeOffset OccurredAt, string Event, string Source, int Step)
{
    public OrderFacts? Facts { get; init; }
    public string? Body { get; init; }
    public bool Test { get; init; }
    public string? Trace { get; init; }

    public static PushSubject Of(StatusPush x, OrderFacts? facts) => new(x.Key, x.OrderNo, x.Status, x.PreviousStatus, x.OccurredAt, x.Event, x.Source, x.Step) { Facts = facts, Body = x.Body, Trace = x.Trace };
}

/// <summary>Fills a target's templates.</summary>
internal static class PushComposer
{
    public static OutgoingPush Compose(PushSubject subject, TargetDefinition target, TenantConfiguration configuration, TenantId tenant, IReadOnlyDictionary<string, string> secrets, DateTimeOffset now)
    {
        var values = Values(subject, target, configuration, now);
        var headers = target.Headers.ToDictionary(x => x.Key, x => PushTemplate.Fill(x.Value, TemplateUse.Header, values));
        var use = target.BodyFormat is GatewayBody.Form ? TemplateUse.Form : TemplateUse.Json;
        var to = target.Transport is TargetTransport.Queue ? PushTemplate.Fill(target.RoutingKey ?? "", TemplateUse.RoutingKey, values) : PushTemplate.Fill(target.Address, TemplateUse.Address, values);
        return new OutgoingPush(
            tenant, target, secrets, subject.Key, to, headers, subject.Body ?? PushTemplate.Fill(TargetPresets.BodyOf(target), use, values), now)
        { Trace = subject.Trace };
    }

    private static Dictionary<string, string?> Values(PushSubject subject, TargetDefinition target, TenantConfiguration configuration, DateTimeOffset now)
    {
        var facts = subject.Facts ?? OrderFacts.None;
        return new Dictionary<string, string?>
        {
            ["order"] = subject.OrderNo, ["status"] = Text(subject.Status), ["statusName"] = NameOf(subject.Status), ["word"] = WordOf(subject.Status),
            ["previous"] = subject.Previous is { } p ? Text(p) : null, ["previousName"] = subject.Previous is { } q ? NameOf(q) : null, ["previousWord"] = subject.Previous is { } r ? WordOf(r) : null,
            ["occurredAt"] = Text(subject.OccurredAt), ["now"] = Text(now), ["event"] = subject.Event, ["source"] = subject.Source, ["push"] = subject.Key, ["step"] = Text(subject.Step),
            ["test"] = subject.Test ? "true" : "false", ["amount"] = facts.Amount?.ToString(CultureInfo.InvariantCulture), ["currency"] = facts.Currency, ["category"] = facts.Category,
            ["channel"] = facts.Channel, ["warehouse"] = facts.Warehouse, ["carrier"] = facts.Carrier,
        };

        string NameOf(int status) => configuration.Status(status)?.Name ?? Text(status);
        string WordOf(int status) => target.WordOf(status, NameOf(status));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
