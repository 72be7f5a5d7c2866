namespace OrderGuard.Domain.Configuration;

/// <summary>What escalation policies must hold to.</summary>
internal static class EscalationRules
{
    public static IEnumerable<ConfigurationProblem> Check(ConfigurationDocument document)
    {
        foreach (var problem in ConfigurationRules.Twice("/escalations", document.Escalations, x => x.Code, "code")) yield return problem;
        for (var i = 0; i < document.Escalations.Count; i++)
            foreach (var problem in Check(document.Escalations[i], ConfigurationProblem.At("/escalations", i), document)) yield return problem;
    }

    private static IEnumerable<ConfigurationProblem> Check(EscalationPolicy policy, string at, ConfigurationDocument document)
    {
        if (!ConfigurationLimits.IsCode(policy.Code)) yield return new($"{at}/code", "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
        if (policy.Levels.Count == 0) yield return new($"{at}/levels", "levels-needed");
        for (var i = 0; i < policy.Levels.Count; i++)
        {
            var level = ConfigurationProblem.At($"{at}/levels", i);
            if (policy.Levels[i].After < TimeSpan.Zero || policy.Levels[i].After > ConfigurationLimits.LongestTimeout)
                yield return new($"{level}/after", "duration-range", ConfigurationRules.Text((int)ConfigurationLimits.LongestTimeout.TotalDays));
            for (var n = 0; n < policy.Levels[i].Channels.Count; n++)
                if (document.Channels.All(x => x.Code != policy.Levels[i].Channels[n])) yield return new(ConfigurationProblem.At($"{level}/channels", n), "unknown-channel", policy.Levels[i].Channels[n]);
        }
    }
}

/// <summary>What guarded actions must hold to.</summary>
internal static class ActionRules
{
    public static IEnumerable<ConfigurationProblem> Check(ActionSettings actions)
    {
        if (actions.ApprovalAbove < 0) yield return new("/actions/approvalAbove", "amount-range");
        if (actions.MostPerHour is < 0 or > ConfigurationLimits.MostActions) yield return new("/actions/mostPerHour", "number-range", "0", ConfigurationRules.Text(ConfigurationLimits.MostActions));
        if (actions.MostPerDay is < 0 or > ConfigurationLimits.MostActions) yield return new("/actions/mostPerDay", "number-range", "0", ConfigurationRules.Text(ConfigurationLimits.MostActions));
        if (actions.Connector.Kind is not ConnectorKind.Http) yield break;
        if (!Uri.TryCreate(actions.Connector.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0 || url.Query.Length > 0)
            yield return new("/actions/connector/url", "connector-url");
        if (string.IsNullOrWhiteSpace(actions.Connector.Secret)) yield return new("/actions/connector/secret", "connector-secret");
    }
}
