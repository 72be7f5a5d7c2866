using OrderGuard.Domain.Configuration;
using OrderGuard.Web.Configuration;

namespace OrderGuard.Web.Notifications;

/// <summary>Edits of a document's channels, each giving a new document.</summary>
internal static class ChannelEdits
{
    public static ConfigurationDocument WithChannel(this ConfigurationDocument document, int index, Func<ChannelDefinition, ChannelDefinition> edit)
    {
        var before = document.Channels[index];
        var after = edit(before);
        var channels = document.Channels.Put(index, after);
        // What falls back on it follows its new name.
        if (after.Code != before.Code) channels = [.. channels.Select(x => x.Fallback == before.Code ? x with { Fallback = after.Code } : x)];
        return document with { Channels = channels };
    }

    public static ConfigurationDocument WithoutChannel(this ConfigurationDocument document, int index)
    {
        var code = document.Channels[index].Code;
        return document with { Channels = [.. document.Channels.Without(index).Select(x => x.Fallback == code ? x with { Fallback = null } : x)] };
    }

    public static ConfigurationDocument WithTemplate(this ConfigurationDocument document, string name, string? text) => document with
    {
        Notifications = document.Notifications with
        {
            Templates = text is null ? document.Notifications.Templates.Without(name) : document.Notifications.Templates.Put(name, text),
        },
    };

    /// <summary>A new channel with the secrets named that its kind needs.</summary>
    public static ChannelDefinition New(ChannelKind kind, IEnumerable<string> taken)
    {
        var code = taken.FreeCode(kind.ToString().ToLowerInvariant());
        var roles = RolesOf(kind).Where(x => x.Needed).ToDictionary(x => x.Role, x => $"{code}-{x.Role}");
        return new ChannelDefinition { Code = code, Kind = kind, Secrets = roles, BodyFormat = kind is ChannelKind.Sms ? GatewayBody.Json : null, Security = kind is ChannelKind.Email ? MailSecurity.StartTls : null };
    }

    /// <summary>What a kind of channel has secrets for, and whether it works without.</summary>
    public static IReadOnlyList<(string Role, bool Needed)> RolesOf(ChannelKind kind) => kind switch
    {
        ChannelKind.DingTalk => [("token", true), ("sign", false)],
        ChannelKind.WeCom => [("token", true)],
        ChannelKind.Email => [("password", false)],
        ChannelKind.Webhook => [("sign", true), ("sign-next", false)],
        _ => [],
    };
}
