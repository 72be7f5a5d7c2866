using System.Text.Json.Serialization;
using OrderGuard.Domain.Common;

namespace OrderGuard.Domain.Configuration;

/// <summary>What a notification channel speaks.</summary>
public enum ChannelKind
{
    /// <summary>A robot in a DingTalk group.</summary>
    DingTalk,

    /// <summary>A robot in a WeCom group.</summary>
    WeCom,

    /// <summary>Text messages through somebody's HTTP gateway.</summary>
    Sms,
    Email,

    /// <summary>A system of the tenant, by the Standard Webhooks specification.</summary>
    Webhook,
}

/// <summary>How a robot dresses its messages.</summary>
public enum ChannelStyle
{
    Markdown,

    /// <summary>DingTalk: a card with a button that leads to the portal.</summary>
    ActionCard,

    /// <summary>WeCom: plain text, which can mention people by their mobile numbers.</summary>
    Text,
}

/// <summary>How the connection to a mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Begins in the clear and goes over to TLS before anything else (port 587).</summary>
    StartTls,

    /// <summary>TLS from the first byte (port 465).</summary>
    Tls,

    /// <summary>None; only where the platform allows the host.</summary>
    None,
}

/// <summary>What the body of a gateway's request is, and so how what is filled in is escaped.</summary>
public enum GatewayBody
{
    Json,
    Form,
}

/// <summary>A way to tell people something; secrets are named here and never stand here.</summary>
public sealed record ChannelDefinition
{
    public const string DingTalkAddress = "https://oapi.dingtalk.com/robot/send";
    public const string WeComAddress = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send";

    public required string Code { get; init; }
    public LocalizedText? Label { get; init; }
    public required ChannelKind Kind { get; init; }

    /// <summary>Whether it is told anything; while it is off, its fall-back is told in its place, where it has one that is on.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The language of its messages: <c>en</c> or <c>zh-CN</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Whether it keeps still in the quiet hours; what is critical or of level 3 comes through all the same.</summary>
    public bool Quiet { get; init; } = true;

    /// <summary>The channel that takes over what this one cannot deliver.</summary>
    public string? Fallback { get; init; }

    /// <summary>Where it is called; a robot has its provider's address where none is given.</summary>
    public string? Address { get; init; }

    /// <summary>What a secret is for → its name: <c>token</c> and <c>sign</c> of a robot, <c>password</c> of a mail server, <c>sign…</c> of a webhook, whatever a gateway's template names.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();
    public ChannelStyle? Style { get; init; }

    /// <summary>WeCom: a person's e-mail → their user id there, for mentions.</summary>
    public IReadOnlyDictionary<string, string> UserIds { get; init; } = new Dictionary<string, string>();

    /// <summary>Addresses or numbers that are always written to, besides the people who are meant.</summary>
    public IReadOnlyList<string> To { get; init; } = [];
    public string? Method { get; init; }
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
    public GatewayBody? BodyFormat { get; init; }
    public string? Body { get; init; }

    /// <summary>A JSON pointer into the gateway's answer, and what must stand there for a success.</summary>
    public string? SuccessPointer { get; init; }
    public string? SuccessEquals { get; init; }
    public string? Host { get; init; }
    public int? Port { get; init; }
    public MailSecurity? Security { get; init; }
    public string? UserName { get; init; }
    public string? Sender { get; init; }

    /// <summary>Where it is called.</summary>
    [JsonIgnore]
    public string Target => Address ?? Kind switch { ChannelKind.DingTalk => DingTalkAddress, ChannelKind.WeCom => WeComAddress, _ => "" };

    [JsonIgnore]
    public int MailPort => Port ?? Security switch { MailSecurity.Tls => 465, MailSecurity.None => 25, _ => 587 };

    /// <summary>Whether its provider counts messages by the minute.</summary>
    [JsonIgnore]
    public bool IsRobot => Kind is ChannelKind.DingTalk or ChannelKind.WeCom;
}
