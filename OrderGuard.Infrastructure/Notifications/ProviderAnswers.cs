using System.Text.Json;
using OrderGuard.Application.Notifications;
using OrderGuard.Infrastructure.Integrations;

namespace OrderGuard.Infrastructure.Notifications;

/// <summary>Reads what providers answer.</summary>
internal static class ProviderAnswers
{
    /// <summary>What an answer means that is not a success, whoever gave it.</summary>
    public static SendOutcome Unsuccessful(OutgoingAnswer answer) => answer switch
    {
        { Outcome: OutgoingOutcome.Refused } => new(SendVerdict.Never, null, answer.Body),
        { Outcome: OutgoingOutcome.NotSent or OutgoingOutcome.Unknown } => new(SendVerdict.Again, null, answer.Body),
        { Status: 429 } => new(SendVerdict.Throttled, answer.Status, answer.Body, answer.RetryAfter ?? TimeSpan.FromMinutes(1)),
        { Status: 408 or 425 or >= 500 } => new(SendVerdict.Again, answer.Status, answer.Body, answer.RetryAfter),
        _ => new(SendVerdict.Never, answer.Status, answer.Body),
    };

    /// <summary>A robot's <c>errcode</c>; null where the answer has none.</summary>
    public static int? ErrorCode(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind is JsonValueKind.Object && json.RootElement.TryGetProperty("errcode", out var code) && code.TryGetInt32(out var number) ? number : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
