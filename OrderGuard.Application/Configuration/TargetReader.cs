using System.Text.Json;
using OrderGuard.Domain.Configuration;

namespace OrderGuard.Application.Configuration;

/// <summary>Reads target systems out of a configuration document.</summary>
internal static class TargetReader
{
    private const int Entries = 200;
    private const int Answers = 20;

    public static readonly string[] Names =
    [
        "code", "label", "enabled", "source", "statuses", "words", "order", "transport", "exchange", "routingKey", "testRoutingKey", "method", "address", "testAddress", "testSecrets", "headers", "bodyFormat", "body", "authentication", "authHeader", "userName",
        "tokenAddress", "scope", "secrets", "accepts", "successPointer", "successEquals", "rate", "per", "attempts", "retryAfter", "longestRetry", "timeOut", "alertAfter",
    ];

    public static TargetDefinition Read(JsonPart x)
    {
        var preset = new TargetDefinition { Code = "" };
        return new TargetDefinition
        {
            Code = x.Text("code", ConfigurationLimits.CodeLength), Label = x.Label("label"), Enabled = x.Flag("enabled") ?? true, Source = x.OptionalText("source", ConfigurationLimits.CodeLength),
            Statuses = x.Wholes("statuses", ConfigurationLimits.Statuses), Words = Texts(x, "words", ConfigurationLimits.WordLength), Order = x.Choice<TargetOrder>("order") ?? preset.Order,
            Transport = x.Choice<TargetTransport>("transport") ?? preset.Transport, Exchange = x.OptionalText("exchange", ConfigurationLimits.CodeLength),
            RoutingKey = x.OptionalText("routingKey", ConfigurationLimits.RoutingKeyLength), TestRoutingKey = x.OptionalText("testRoutingKey", ConfigurationLimits.RoutingKeyLength),
            Method = x.OptionalText("method", ConfigurationLimits.CodeLength) ?? preset.Method, Address = Address(x),
            TestAddress = x.OptionalText("testAddress", ConfigurationLimits.AddressLength), TestSecrets = Texts(x, "testSecrets", ConfigurationLimits.CodeLength),
            Headers = Texts(x, "headers", ConfigurationLimits.AddressLength), BodyFormat = x.Choice<GatewayBody>("bodyFormat") ?? preset.BodyFormat, Body = x.OptionalLines("body", ConfigurationLimits.BodyLength),
            Authentication = x.Choice<TargetAuthentication>("authentication") ?? preset.Authentication, AuthHeader = x.OptionalText("authHeader", ConfigurationLimits.CodeLength),
            UserName = x.OptionalText("userName", ConfigurationLimits.ColumnLength), TokenAddress = x.OptionalText("tokenAddress", ConfigurationLimits.AddressLength),
            Scope = x.OptionalText("scope", ConfigurationLimits.ColumnLength), Secrets = Texts(x, "secrets", ConfigurationLimits.CodeLength), Accepts = x.Wholes("accepts", Answers),
            SuccessPointer = x.OptionalText("successPointer", ConfigurationLimits.ColumnLength), SuccessEquals = x.OptionalText("successEquals", ConfigurationLimits.ColumnLength),
            Rate = x.Whole("rate", preset.Rate), Per = x.Choice<RatePeriod>("per") ?? preset.Per, Attempts = x.Whole("attempts", preset.Attempts), RetryAfter = x.Duration("retryAfter", preset.RetryAfter),
            LongestRetry = x.Duration("longestRetry", preset.LongestRetry), TimeOut = x.Duration("timeOut", preset.TimeOut), AlertAfter = x.Duration("alertAfter", preset.AlertAfter),
        };
    }

    /// <summary>What is told by messages has none.</summary>
    private static string Address(JsonPart x) => x.Members.Any(m => m is { Key: "address", Value.ValueKind: JsonValueKind.String } && m.Value.ValueEquals("")) ? "" : x.OptionalText("address", ConfigurationLimits.AddressLength) ?? "";

    private static IReadOnlyDictionary<string, string> Texts(JsonPart x, string name, int most) =>
        x.Map(name, Entries, ConfigurationLimits.LabelLength, (e, at) => x.ReadText(e, at, most));
}
