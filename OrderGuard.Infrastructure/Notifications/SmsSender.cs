using System.Globalization;
using System.Text;
using System.Text.Json;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Infrastructure.Integrations;

namespace OrderGuard.Infrastructure.Notifications;

/// <summary>Text messages through any HTTP gateway, one call for each number, by the template of the channel.</summary>
internal sealed class SmsSender(OutgoingHttp http) : IChannelSender
{
    private const int MostCharacters = 500;

    public ChannelKind Kind => ChannelKind.Sms;

    public async Task<SendOutcome> SendAsync(ChannelMessage message, CancellationToken ct)
    {
        var numbers = message.People.Select(x => x.Mobile).OfType<string>().Concat(message.Channel.To).Distinct(StringComparer.Ordinal).ToList();
        if (numbers.Count == 0) return new SendOutcome(SendVerdict.Never, null, "Nobody who is meant has a mobile number.");
        SendOutcome? worst = null, best = null;
        foreach (var number in numbers)
        {
            var outcome = await SendAsync(message, number, ct);
            if (outcome.Verdict is SendVerdict.Sent) best = outcome;
            else worst = outcome;
        }
        // Once somebody has it, sending all of it again would cost twice and tell the same person again.
        return best is null ? worst! : worst is null ? best : best with { Answer = $"{best.Answer}\nNot to all: {worst.Status} {worst.Answer}" };
    }

    private async Task<SendOutcome> SendAsync(ChannelMessage message, string number, CancellationToken ct)
    {
        OutgoingRequest request;
        try
        {
            request = Request(message, number);
        }
        catch (GatewayTemplateException e)
        {
            return new SendOutcome(SendVerdict.Never, null, e.Message);
        }
        var answer = await http.SendAsync(request, ct);
        if (!answer.IsSuccess)
        {
            var outcome = ProviderAnswers.Unsuccessful(answer);
            // Whether it was sent is not known: the fall-back tells the person rather than a second text message.
            return answer.Outcome is OutgoingOutcome.Unknown ? outcome with { Verdict = SendVerdict.Never } : outcome;
        }
        return Succeeded(message.Channel, answer.Body) ? new SendOutcome(SendVerdict.Sent, answer.Status, answer.Body) : new SendOutcome(SendVerdict.Never, answer.Status, answer.Body);
    }

    private static OutgoingRequest Request(ChannelMessage message, string number)
    {
        var channel = message.Channel;
        var text = message.Text.Length > 0 ? $"{message.Title}\n{message.Text}" : message.Title;
        text = text.Brief(MostCharacters);
        string? Value(string name) => name switch
        {
            "to" => number,
            "text" => text,
            "id" => message.Id.ToString("N"),
            "time" => message.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            _ => message.Secrets.GetValueOrDefault(name["secret:".Length..]),
        };
        var format = channel.BodyFormat ?? GatewayBody.Json;
        return new OutgoingRequest(new HttpMethod(channel.Method ?? "POST"), GatewayTemplate.Fill(channel.Target, Value, GatewayTemplate.ForForm))
        {
            Headers = channel.Headers.ToDictionary(x => x.Key, x => GatewayTemplate.Fill(x.Value, Value, GatewayTemplate.ForHeader)),
            Body = channel.Body is { } body ? Encoding.UTF8.GetBytes(GatewayTemplate.Fill(body, Value, format is GatewayBody.Json ? GatewayTemplate.ForJson : GatewayTemplate.ForForm)) : null,
            ContentType = format is GatewayBody.Json ? "application/json; charset=utf-8" : "application/x-www-form-urlencoded",
        };
    }

    private static bool Succeeded(ChannelDefinition channel, string body)
    {
        if (channel.SuccessPointer is not { } pointer) return true;
        try
        {
            using var json = JsonDocument.Parse(body);
            var at = json.RootElement;
            foreach (var step in pointer.Split('/').Skip(1).Select(x => x.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
            {
                if (at.ValueKind is JsonValueKind.Object && at.TryGetProperty(step, out var inner)) at = inner;
                else if (at.ValueKind is JsonValueKind.Array && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < at.GetArrayLength()) at = at[index];
                else return false;
            }
            return (at.ValueKind is JsonValueKind.String ? at.GetString() : at.GetRawText()) == channel.SuccessEquals;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
