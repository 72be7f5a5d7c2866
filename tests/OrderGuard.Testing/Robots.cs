using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OrderGuard.Testing;

/// <summary>A message that a robot's receiver took.</summary>
public sealed record RobotMessage(DateTimeOffset At, string Type, string Text);

/// <summary>Receives as the robots' providers do: checks address, signature and body, counts messages by the minute of the test's clock, and shuts out who is too fast.</summary>
public sealed class Robots(TimeProvider clock)
{
    public const string Token = "token-plainly-invented";
    public const string Sign = "SECplainly-invented";
    private const int PerMinute = 20;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<DateTimeOffset>> _hits = [];
    private DateTimeOffset? _shutOutUntil;

    /// <summary>What was taken, in order.</summary>
    public List<RobotMessage> Messages { get; } = [];

    /// <summary>How many were turned away for being too fast.</summary>
    public int TooFast { get; private set; }

    public ReceiverAnswer DingTalk(ReceivedRequest request)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (request.Method != "POST" || request.Query.GetValueOrDefault("access_token") != Token) return Answer(300001, "token is not exist");
            if (!long.TryParse(request.Query.GetValueOrDefault("timestamp"), out var timestamp) || Math.Abs(now.ToUnixTimeMilliseconds() - timestamp) > 3_600_000) return Answer(310000, "invalid timestamp");
            var expected = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Sign), Encoding.UTF8.GetBytes($"{timestamp}\n{Sign}")));
            if (request.Query.GetValueOrDefault("sign") != expected) return Answer(310000, "sign not match");
            if (_shutOutUntil > now || IsTooFast("ding", now))
            {
                _shutOutUntil = now.AddMinutes(10);
                TooFast++;
                return Answer(130101, "send too fast, exceed 20 times per minute");
            }
            if (!request.Headers["Content-Type"].StartsWith("application/json", StringComparison.Ordinal) || request.Body.Length > 20_000) return Answer(40035, "invalid body");
            using var body = JsonDocument.Parse(request.Body);
            var type = body.RootElement.GetProperty("msgtype").GetString()!;
            if (type is not ("markdown" or "actionCard")) return Answer(400602, "invalid msgtype");
            var part = body.RootElement.GetProperty(type);
            if (part.GetProperty("title").GetString() is not { Length: > 0 } || (type == "actionCard" && part.GetProperty("singleURL").GetString() is not { Length: > 0 })) return Answer(400105, "missing parameter");
            var text = part.GetProperty("text").GetString()!;
            // The real one only mentions a number that stands in the text as well.
            if (body.RootElement.GetProperty("at").GetProperty("atMobiles").EnumerateArray().Any(x => !text.Contains("@" + x.GetString(), StringComparison.Ordinal))) return Answer(400401, "number is not in the text");
            Messages.Add(new RobotMessage(now, type, text));
            return Answer(0, "ok");
        }
    }

    public ReceiverAnswer WeCom(ReceivedRequest request)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (request.Query.GetValueOrDefault("key") != Token) return Answer(93000, "invalid webhook url");
            if (IsTooFast("wecom", now))
            {
                TooFast++;
                return Answer(45009, "api freq out of limit");
            }
            using var body = JsonDocument.Parse(request.Body);
            var type = body.RootElement.GetProperty("msgtype").GetString()!;
            var content = body.RootElement.GetProperty(type).GetProperty("content").GetString()!;
            if (Encoding.UTF8.GetByteCount(content) > (type == "markdown" ? 4096 : 2048)) return Answer(40058, "exceed max length");
            Messages.Add(new RobotMessage(now, type, content));
            return Answer(0, "ok");
        }
    }

    /// <summary>The most messages that were taken within any 60 seconds.</summary>
    public int MostInAMinute => Messages.Select(x => Messages.Count(y => y.At >= x.At && y.At < x.At.AddMinutes(1))).DefaultIfEmpty().Max();

    private bool IsTooFast(string robot, DateTimeOffset now)
    {
        var hits = _hits.TryGetValue(robot, out var known) ? known : _hits[robot] = [];
        hits.Add(now);
        return hits.Count(x => x > now.AddMinutes(-1)) > PerMinute;
    }

    private static ReceiverAnswer Answer(int code, string words) => new(200, $$"""{"errcode":{{code}},"errmsg":"{{words}}"}""");
}
