using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Domain.StatusSync;

/// <summary>A common shape of a target system, to begin from.</summary>
public enum TargetPreset
{
    /// <summary>One address that takes every status as JSON.</summary>
    Rest,

    /// <summary>A resource for each order, whose status is put.</summary>
    Resource,

    /// <summary>The Standard Webhooks specification.</summary>
    Webhook,

    /// <summary>A form, as older systems take them, with the result in the answer's body.</summary>
    Form,

    /// <summary>A message for every status, through the platform's broker.</summary>
    Queue,
}

/// <summary>The common shapes, written out.</summary>
public static class TargetPresets
{
    /// <summary>The body where a target names none.</summary>
    public const string StandardBody = """
        {
          "id": {push},
          "orderNo": {order},
          "status": {status},
          "statusName": {statusName},
          "word": {word},
          "previous": {previous},
          "occurredAt": {occurredAt},
          "event": {event},
          "step": {step},
          "test": {test}
        }
        """;

    public const string WebhookBody = """
        {
          "type": "order.status-changed",
          "timestamp": {occurredAt},
          "data": {
            "push": {push},
            "orderNo": {order},
            "status": {status},
            "statusName": {statusName},
            "word": {word},
            "previous": {previous},
            "step": {step},
            "test": {test}
          }
        }
        """;

    public const string ResourceBody = """
        {
          "status": {word},
          "since": {occurredAt}
        }
        """;

    public const string FormBody = "order_no={order}&status={word}&time={occurredAt}&request_id={push}";

    /// <summary>The body's template.</summary>
    public static string BodyOf(TargetDefinition target) => target.Body ?? (target.BodyFormat is GatewayBody.Form ? FormBody : target.Authentication is TargetAuthentication.Webhook ? WebhookBody : StandardBody);

    public static TargetDefinition New(TargetPreset preset, string code) => preset switch
    {
        TargetPreset.Rest => Named(code) with { Authentication = TargetAuthentication.ApiKey, Body = StandardBody, Secrets = Secret(code, "key") },
        TargetPreset.Resource => Named(code) with { Method = "PUT", Address = "https://erp.example/api/orders/{order}/status", Authentication = TargetAuthentication.OAuth2, TokenAddress = "https://erp.example/oauth/token", UserName = "orderguard", Body = ResourceBody, Accepts = [409], Secrets = Secret(code, "client-secret") },
        TargetPreset.Webhook => Named(code) with { Authentication = TargetAuthentication.Webhook, Body = WebhookBody, Secrets = Secret(code, "sign") },
        TargetPreset.Form => Named(code) with { BodyFormat = GatewayBody.Form, Authentication = TargetAuthentication.Hmac, Body = FormBody, SuccessPointer = "/code", SuccessEquals = "0", Secrets = Secret(code, "sign") },
        TargetPreset.Queue => Named(code) with { Transport = TargetTransport.Queue, Address = "", RoutingKey = code + ".{status}", Body = StandardBody },
        _ => throw new ArgumentOutOfRangeException(nameof(preset), preset, null),
    };

    /// <summary>New targets are off: nothing is told before somebody has looked at the request.</summary>
    private static TargetDefinition Named(string code) => new() { Code = code, Enabled = false, Address = "https://erp.example/api/order-status", Label = new LocalizedText(code, code) };

    private static Dictionary<string, string> Secret(string code, string role) => new() { [role] = $"{code}-{role}" };
}
