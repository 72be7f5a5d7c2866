using System.Globalization;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Domain.Configuration;

/// <summary>What target systems must hold to.</summary>
public static class TargetRules
{
    public const int MostPerPeriod = 100_000;
    public const int MostAttempts = 50;
    private static readonly string[] Methods = ["POST", "PUT", "PATCH"];
    private static readonly TimeSpan LongestTimeOut = TimeSpan.FromSeconds(15);

    public static IEnumerable<ConfigurationProblem> Check(ConfigurationDocument document)
    {
        var statuses = ConfigurationRules.KnownStatuses(document);
        var sources = TenantConfiguration.SourcesOf(document).Select(x => x.Code).ToHashSet(StringComparer.Ordinal);
        return ConfigurationRules.Twice("/targets", document.Targets, x => x.Code, "code")
            .Concat(document.Targets.SelectMany((x, i) => Check(x, ConfigurationProblem.At("/targets", i), statuses, sources)));
    }

    /// <summary>What a kind of authentication needs secrets for.</summary>
    public static string? RoleOf(TargetAuthentication authentication) => authentication switch
    {
        TargetAuthentication.ApiKey => "key",
        TargetAuthentication.Basic => "password",
        TargetAuthentication.OAuth2 => "client-secret",
        TargetAuthentication.Hmac or TargetAuthentication.Webhook => "sign",
        _ => null,
    };

    private static IEnumerable<ConfigurationProblem> Check(TargetDefinition target, string at, IReadOnlyDictionary<int, StatusDefinition> statuses, HashSet<string> sources)
    {
        if (!ConfigurationLimits.IsCode(target.Code)) yield return new($"{at}/code", "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
        if (target.Source is { } source && !sources.Contains(source)) yield return new($"{at}/source", "unknown-source", source);
        for (var i = 0; i < target.Statuses.Count; i++)
        {
            if (!statuses.ContainsKey(target.Statuses[i])) yield return new(ConfigurationProblem.At($"{at}/statuses", i), "unknown-status", ConfigurationRules.Text(target.Statuses[i]));
            else if (target.Statuses.Take(i).Contains(target.Statuses[i])) yield return new(ConfigurationProblem.At($"{at}/statuses", i), "duplicate", ConfigurationRules.Text(target.Statuses[i]));
        }
        foreach (var status in target.Words.Keys)
            if (!int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code) || !statuses.ContainsKey(code)) yield return new(ConfigurationProblem.At($"{at}/words", status), "unknown-status", status);
        foreach (var problem in target.Transport is TargetTransport.Queue ? Message(target, at) : Call(target, at)) yield return problem;
        foreach (var problem in Content(target, at)) yield return problem;
        foreach (var problem in Authentication(target, at)) yield return problem;
        foreach (var problem in Pace(target, at)) yield return problem;
    }

    private static IEnumerable<ConfigurationProblem> Message(TargetDefinition target, string at)
    {
        if (target.Exchange is { } exchange && !ConfigurationLimits.IsCode(exchange)) yield return new($"{at}/exchange", "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
        if (string.IsNullOrEmpty(target.RoutingKey)) yield return new($"{at}/routingKey", "missing");
        foreach (var (key, place) in new[] { (target.RoutingKey, $"{at}/routingKey"), (target.TestRoutingKey, $"{at}/testRoutingKey") })
        {
            if (key is not { Length: > 0 }) continue;
            if (PushTemplate.Fill(key, TemplateUse.RoutingKey, PushTemplate.Sample).Any(x => x is <= ' ' or > '~')) yield return new(place, "routing-key");
            foreach (var problem in Placeholders(key, place)) yield return problem;
        }
        // Who may publish is the broker's affair: the connection is the platform's.
        if (target.Authentication is not TargetAuthentication.None) yield return new($"{at}/authentication", "queue-authentication");
    }

    private static IEnumerable<ConfigurationProblem> Call(TargetDefinition target, string at)
    {
        if (!Methods.Contains(target.Method)) yield return new($"{at}/method", "one-of", string.Join(", ", Methods));
        if (target.Address.Length == 0) yield return new($"{at}/address", "missing");
        else if (!IsAddress(target.Address)) yield return new($"{at}/address", "web-address");
        else foreach (var problem in Placeholders(target.Address, $"{at}/address")) yield return problem;
        if (target.TestAddress is { } test)
        {
            if (!IsAddress(test)) yield return new($"{at}/testAddress", "web-address");
            else foreach (var problem in Placeholders(test, $"{at}/testAddress")) yield return problem;
        }
        for (var i = 0; i < target.Accepts.Count; i++)
            if (target.Accepts[i] is < 200 or > 499) yield return new(ConfigurationProblem.At($"{at}/accepts", i), "number-range", "200", "499");
        if (target.SuccessPointer is { Length: > 0 } pointer && pointer[0] != '/') yield return new($"{at}/successPointer", "json-pointer");
        if (target.SuccessPointer is not null && target.SuccessEquals is null) yield return new($"{at}/successEquals", "missing");
    }

    private static IEnumerable<ConfigurationProblem> Content(TargetDefinition target, string at)
    {
        foreach (var (name, value) in target.Headers)
        {
            var place = ConfigurationProblem.At($"{at}/headers", name);
            if (!IsHeader(name)) yield return new(place, "header-name");
            foreach (var problem in Placeholders(value, place)) yield return problem;
        }
        if (target.Body is { } body)
        {
            var unknown = Placeholders(body, $"{at}/body").ToList();
            foreach (var problem in unknown) yield return problem;
            if (unknown.Count == 0 && target.BodyFormat is GatewayBody.Json && PushTemplate.CheckJson(body) is { } where) yield return new($"{at}/body", "template-json", where);
        }
    }

    private static IEnumerable<ConfigurationProblem> Authentication(TargetDefinition target, string at)
    {
        foreach (var (role, name) in target.Secrets)
            if (!ConfigurationLimits.IsCode(role) || !ConfigurationLimits.IsCode(name)) yield return new(ConfigurationProblem.At($"{at}/secrets", role), "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
        foreach (var (role, name) in target.TestSecrets)
            if (!ConfigurationLimits.IsCode(role) || !ConfigurationLimits.IsCode(name)) yield return new(ConfigurationProblem.At($"{at}/testSecrets", role), "code-pattern", ConfigurationRules.Text(ConfigurationLimits.CodeLength));
        if (RoleOf(target.Authentication) is { } needed && !target.Secrets.ContainsKey(needed)) yield return new($"{at}/secrets", "secret-needed", needed);
        if (target.AuthHeader is { } header && !IsHeader(header)) yield return new($"{at}/authHeader", "header-name");
        if (target.Authentication is TargetAuthentication.Basic or TargetAuthentication.OAuth2 && target.UserName is null) yield return new($"{at}/userName", "missing");
        if (target.Authentication is not TargetAuthentication.OAuth2) yield break;
        if (target.TokenAddress is not { } token) yield return new($"{at}/tokenAddress", "missing");
        else if (!IsAddress(token) || token.Contains('{', StringComparison.Ordinal)) yield return new($"{at}/tokenAddress", "web-address");
    }

    private static IEnumerable<ConfigurationProblem> Pace(TargetDefinition target, string at)
    {
        if (target.Rate is < 1 or > MostPerPeriod) yield return new($"{at}/rate", "number-range", "1", ConfigurationRules.Text(MostPerPeriod));
        if (target.Attempts is < 1 or > MostAttempts) yield return new($"{at}/attempts", "number-range", "1", ConfigurationRules.Text(MostAttempts));
        if (target.TimeOut <= TimeSpan.Zero || target.TimeOut > LongestTimeOut) yield return new($"{at}/timeOut", "seconds-range", "15");
        if (!InDay(target.RetryAfter)) yield return new($"{at}/retryAfter", "duration-range", "1");
        if (!InDay(target.LongestRetry)) yield return new($"{at}/longestRetry", "duration-range", "1");
        if (!InDay(target.AlertAfter)) yield return new($"{at}/alertAfter", "duration-range", "1");
    }

    private static IEnumerable<ConfigurationProblem> Placeholders(string template, string at) => PushTemplate.Check(template).Select(x => new ConfigurationProblem(at, "template-placeholder",
        x.Placeholder, x.Line.ToString(CultureInfo.InvariantCulture), x.Column.ToString(CultureInfo.InvariantCulture), string.Join(", ", PushTemplate.Placeholders)));

    private static bool InDay(TimeSpan span) => span > TimeSpan.Zero && span <= TimeSpan.FromDays(1);

    /// <summary>A web address whose host is fixed: what an order says must not choose who is called.</summary>
    private static bool IsAddress(string address)
    {
        if (address.Any(char.IsWhiteSpace) || !Uri.TryCreate(PushTemplate.Fill(address, TemplateUse.Address, PushTemplate.Sample), UriKind.Absolute, out var uri)) return false;
        if (uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0) return false;
        var brace = address.IndexOf('{', StringComparison.Ordinal);
        return brace < 0 || address.IndexOf('/', address.IndexOf("//", StringComparison.Ordinal) + 2) is var path and > 0 && brace > path;
    }

    private static bool IsHeader(string name) => name.Length > 0 && name.All(x => char.IsAsciiLetterOrDigit(x) || x == '-')
        && name.ToUpperInvariant() is not ("HOST" or "CONTENT-LENGTH" or "TRANSFER-ENCODING" or "CONNECTION" or "IDEMPOTENCY-KEY" or "AUTHORIZATION" or "CONTENT-TYPE");
}
