using System.Text.Json;
using FluentValidation;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>Reads one report by the draft, step by step; nothing is kept.</summary>
/// <param name="Report">What the source sends: an event with status, payload and order, a bare payload, or just a word.</param>
/// <param name="From">The status that the order would have; null: it would be new.</param>
[Requires(Permission.ViewConfiguration)]
public sealed record TryReading(string Source, string Report, int? From)
{
    public const int ReportMaxLength = IncomingEvent.PayloadMaxLength;
}

public sealed class TryReadingValidator : AbstractValidator<TryReading>
{
    public TryReadingValidator() => RuleFor(x => x.Report).NotEmpty().MaximumLength(TryReading.ReportMaxLength);
}

/// <summary>What the report becomes.</summary>
/// <param name="Places">Where in the payload texts stand, to choose the place of the status from.</param>
public sealed record ReadReport(string Word, int? Status, EventOutcome Outcome, IReadOnlyList<ReadingStep> Steps, IReadOnlyList<ReportPlace> Places);

public sealed record ReportPlace(string Path, string Value);

internal sealed class TryReadingHandler(IOrderGuardDb db) : IHandler<TryReading, ReadReport>
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task<Result<ReadReport>> HandleAsync(TryReading request, CancellationToken ct)
    {
        var draft = await DraftState.ReadAsync(db, ct);
        var configuration = MappingReplay.Compiled(draft);
        var (word, payload, facts) = Take(request.Report);
        List<ReadingStep> steps = [];
        var (found, status) = configuration.Understand(request.Source, word, payload, facts, steps);
        return new ReadReport(found, status, MappingReplay.Judge(configuration, request.Source, request.From, status).Outcome, steps, Places(payload));
    }

    private static (string Word, string? Payload, OrderFacts? Facts) Take(string report)
    {
        try
        {
            using var parsed = JsonDocument.Parse(report);
            var root = parsed.RootElement;
            if (root.ValueKind is not JsonValueKind.Object) return (StatusReading.TextOf(root) ?? "", null, null);
            if (root.TryGetProperty("events", out var events) && events.ValueKind is JsonValueKind.Array && events.GetArrayLength() > 0) root = events[0];
            var isEvent = root.TryGetProperty("orderNo", out _) && (root.TryGetProperty("status", out _) || root.TryGetProperty("payload", out _));
            if (!isEvent) return ("", root.GetRawText(), null);
            var nested = root.TryGetProperty("status", out var status) && status.ValueKind is not (JsonValueKind.String or JsonValueKind.Null);
            var payload = root.TryGetProperty("payload", out var given) && given.ValueKind is not JsonValueKind.Null ? given.GetRawText() : nested ? status.GetRawText() : null;
            var facts = root.TryGetProperty("order", out var order) && order.ValueKind is JsonValueKind.Object ? order.Deserialize<OrderFacts>(Json) : null;
            return (status.ValueKind is JsonValueKind.String ? status.GetString()!.Trim() : "", payload, facts);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            return (report.Trim(), null, null);
        }
    }

    private static IReadOnlyList<ReportPlace> Places(string? payload)
    {
        if (payload is null) return [];
        using var parsed = JsonDocument.Parse(payload);
        return [.. JsonPath.Places(parsed.RootElement).Select(x => new ReportPlace(x.Path, x.Value.Cut(60)))];
    }
}
