using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Web.Configuration;

namespace OrderGuard.Web.StatusSync;

/// <summary>Edits of a document's target systems, each giving a new document.</summary>
internal static class TargetEdits
{
    public static ConfigurationDocument WithTarget(this ConfigurationDocument document, int index, Func<TargetDefinition, TargetDefinition> edit) =>
        document with { Targets = document.Targets.Put(index, edit(document.Targets[index])) };

    public static ConfigurationDocument WithoutTarget(this ConfigurationDocument document, int index) => document with { Targets = document.Targets.Without(index) };

    public static TargetDefinition New(TargetPreset preset, IEnumerable<string> taken) => TargetPresets.New(preset, taken.FreeCode("target"));

    /// <summary>Another way to reach it, with what that needs to begin from.</summary>
    public static TargetDefinition WithTransport(this TargetDefinition target, TargetTransport transport)
    {
        if (transport is TargetTransport.Http) return target with { Transport = transport };
        var fresh = TargetPresets.New(TargetPreset.Queue, target.Code);
        return target.WithAuthentication(TargetAuthentication.None) with
        {
            Transport = transport,
            RoutingKey = target.RoutingKey ?? fresh.RoutingKey,
            BodyFormat = fresh.BodyFormat,
            Body = target.BodyFormat is GatewayBody.Json ? target.Body : null,
        };
    }

    /// <summary>Another way to prove who calls, with the name of the secret that it needs.</summary>
    public static TargetDefinition WithAuthentication(this TargetDefinition target, TargetAuthentication authentication)
    {
        var role = TargetRules.RoleOf(authentication);
        return target with
        {
            Authentication = authentication,
            AuthHeader = null,
            Secrets = role is null ? new Dictionary<string, string>() : target.Secrets.ContainsKey(role) ? target.Secrets : new Dictionary<string, string> { [role] = $"{target.Code}-{role}" },
        };
    }
}
