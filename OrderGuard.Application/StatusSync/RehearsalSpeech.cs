using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

/// <summary>A report that says one word of a source: with the word in its place, and with the fields that its rule asks for.</summary>
internal sealed record SpokenWord(string Word, int Status, string Given, string? Payload, JsonObject? Order);

/// <summary>Makes reports up as a source would send them, and tries each: only what the draft understands as meant is used.</summary>
internal sealed class RehearsalSpeech
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly RehearsalStage _stage;
    private readonly JsonPath? _path;

    /// <param name="samples">Payloads that the source has really sent, by the word found in them.</param>
    public RehearsalSpeech(RehearsalStage stage, IReadOnlyDictionary<string, string> samples)
    {
        _stage = stage;
        _path = stage.Source.Extract?.Path is { } path && JsonPath.TryParse(path, out var parsed) ? parsed : null;
        List<SpokenWord> words = [];
        List<string> missing = [];
        foreach (var (word, status, rule) in Known())
        {
            if (Speak(word, status, rule) is { } made) words.Add(made);
            else if (rule is null && samples.GetValueOrDefault(word) is { } payload && Says(new SpokenWord(word, status, "", payload, null))) words.Add(new SpokenWord(word, status, "", payload, null));
            else missing.Add(word);
        }
        Words = words;
        NotGenerated = [.. missing.Distinct(StringComparer.Ordinal)];
    }

    public IReadOnlyList<SpokenWord> Words { get; }

    public IReadOnlyList<string> NotGenerated { get; }

    /// <summary>A report with a word that nobody knows.</summary>
    public SpokenWord Unknown(string word)
    {
        if (_path is null) return new SpokenWord(word, 0, word, null, null);
        var root = new JsonObject();
        return _path.TryPut(root, word) ? new SpokenWord(word, 0, "", root.ToJsonString(), null) : new SpokenWord(word, 0, word, null, null);
    }

    private IEnumerable<(string Word, int Status, StatusRule? Rule)> Known()
    {
        var source = _stage.Source;
        foreach (var (word, status) in source.Mapping) yield return (word, status, null);
        foreach (var rule in source.Rules) yield return (rule.Word, rule.Status, rule);
        if (source.Mapping.Count + source.Rules.Count > 0) yield break;
        // A source without words of its own uses the names of the statuses.
        foreach (var status in _stage.Configuration.Statuses.Where(x => source.Role is not SourceRole.Contributor || source.MayEnter.Contains(x.Code))) yield return (status.Name, status.Code, null);
    }

    private SpokenWord? Speak(string word, int status, StatusRule? rule)
    {
        var (root, order) = (new JsonObject(), new JsonObject());
        if (_path is not null && !_path.TryPut(root, word)) return null;
        foreach (var condition in rule?.When ?? [])
        {
            var inOrder = condition.Path.StartsWith("order.", StringComparison.Ordinal);
            var path = inOrder ? "$" + condition.Path[5..] : condition.Path;
            if (!JsonPath.TryParse(path, out var place) || !place.TryPut(inOrder ? order : root, Fitting(condition))) return null;
        }
        var spoken = new SpokenWord(word, status, _path is null ? word : "", root.Count > 0 ? root.ToJsonString() : null, order.Count > 0 ? order : null);
        return Says(spoken) ? spoken : null;
    }

    private bool Says(SpokenWord spoken)
    {
        try
        {
            var facts = spoken.Order?.Deserialize<OrderFacts>(Json);
            return _stage.Configuration.Understand(_stage.Source.Code, spoken.Given, spoken.Payload, facts) == (spoken.Word.Trim(), spoken.Status);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string Fitting(FieldCondition condition) => condition.Is switch
    {
        FieldTest.Exists => "1",
        FieldTest.NotEquals => condition.Value + "-other",
        FieldTest.Above => Number(condition.Value, 1),
        FieldTest.Below => Number(condition.Value, -1),
        _ => condition.Value ?? "",
    };

    private static string Number(string? text, int more) => ((decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : 0) + more).ToString(CultureInfo.InvariantCulture);

    /// <summary>The report as the gateway would get it, read as the gateway reads it.</summary>
    public static (IncomingEvent? Event, EventResult? Invalid) Read(EventReader reader, SpokenWord spoken, string id, string orderNo, DateTimeOffset at, JsonObject facts)
    {
        var read = Read(reader, spoken, id, orderNo, at, facts, asNumbers: false);
        // Of an order's facts some are numbers: the reader says which.
        return read.Event is null && spoken.Order is not null ? Read(reader, spoken, id, orderNo, at, facts, asNumbers: true) : read;
    }

    private static (IncomingEvent? Event, EventResult? Invalid) Read(EventReader reader, SpokenWord spoken, string id, string orderNo, DateTimeOffset at, JsonObject facts, bool asNumbers)
    {
        var order = (JsonObject)facts.DeepClone();
        foreach (var (name, value) in spoken.Order ?? []) order[name] = asNumbers && Numeric(value) is { } number ? number : value?.DeepClone();
        var report = new JsonObject { ["id"] = id, ["orderNo"] = orderNo, ["occurredAt"] = at.ToString("O", CultureInfo.InvariantCulture), ["order"] = order };
        if (spoken.Given.Length > 0) report["status"] = spoken.Given;
        if (spoken.Payload is { } payload) report["payload"] = JsonNode.Parse(payload);
        return reader.Read(JsonSerializer.SerializeToElement(report), "");
    }

    private static JsonValue? Numeric(JsonNode? value) => value is JsonValue text && decimal.TryParse(text.ToString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null;
}
