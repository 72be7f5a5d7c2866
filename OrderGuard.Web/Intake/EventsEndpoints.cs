using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.HttpResults;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Integrations;

namespace OrderGuard.Web.Intake;

/// <summary>The events of one request, as the description of the interface shows them.</summary>
public sealed record EventsBody(IReadOnlyList<EventBody> Events);

/// <summary>One report: the order has this status (in the source's own word) since then.</summary>
/// <remarks>For a source whose settings say where its status stands, <c>status</c> may be any JSON, or be left out where <c>payload</c> holds it.</remarks>
public sealed record EventBody(string Id, string OrderNo, string Status, DateTimeOffset OccurredAt, OrderFacts? Order, JsonElement? Payload);

/// <summary>What came of each event, in the order of the request.</summary>
public sealed record EventsAnswer(IReadOnlyList<EventResult> Results);

/// <summary>The way in for source systems.</summary>
public static class EventsEndpoints
{
    private const string Example = """
        { "events": [ { "id": "wms-000123", "orderNo": "SO-1001", "status": "已出库", "occurredAt": "2026-11-22T10:00:00+08:00",
            "order": { "category": "cold-chain", "amount": 199.90, "currency": "CNY", "channel": "tmall", "placedAt": "2026-11-22T09:41:10+08:00" } } ] }
        """;

    public static void MapEvents(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/v1/events", ReportAsync).WithTags("Events").WithName("ReportEvents")
            .WithSummary("Report up to 1,000 order events; applied durably before the answer")
            .Accepts<EventsBody>("application/json")
            .WithExample(Example)
            .RequireAuthorization(nameof(Permission.ReportEvents));

    private static async Task<Results<Ok<EventsAnswer>, ProblemHttpResult>> ReportAsync(
        HttpContext context, IUseCase<ReportEvents, IReadOnlyList<EventResult>> report, IUseCase<GetSourceShape, SourceShape> getShape,
        IPersonalDataHasher hasher, TimeProvider clock, CancellationToken ct)
    {
        if (!context.Request.HasJsonContentType()) return RefusalExtensions.Problem(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "Send application/json.");
        using var body = await ReadAsync(context.Request, ct);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (!Utf8.IsValid(bytes.Span)) return RefusalExtensions.Problem(StatusCodes.Status400BadRequest, "bad-request", "The body is not UTF-8.");
        if (bytes.Span.StartsWith("\uFEFF"u8)) bytes = bytes[3..];

        using var document = JsonDocument.Parse(bytes);
        if (EventsOf(document.RootElement) is not { } events) return Unusable("", "An object with a list of events is needed.");
        if (events.ValueKind is not JsonValueKind.Array) return Unusable("/events", "A list of events is needed.");
        if (events.GetArrayLength() > Application.Intake.ReportEvents.MostEvents) return Unusable("/events", "At most 1,000 events fit into one request.");

        var tenant = context.User.ToCaller(null).RequiredTenant;
        var (incoming, results, needsShape) = Read(events, new EventReader(tenant, hasher, clock.GetUtcNow(), null));
        if (needsShape)
        {
            var shape = await getShape.RunAsync(new GetSourceShape(), ct);
            if (shape.Refusal is { } noShape) return noShape.ToProblem();
            (incoming, results, _) = Read(events, new EventReader(tenant, hasher, clock.GetUtcNow(), shape.Required));
        }

        var reported = await report.RunAsync(new ReportEvents(incoming), ct);
        if (reported.Refusal is { } refusal) return refusal.ToProblem();
        var next = 0;
        for (var i = 0; i < results.Length; i++) results[i] ??= reported.Required[next++];
        NoteFor(Activity.Current, incoming, results!);
        return TypedResults.Ok(new EventsAnswer(results!));
    }

    private static (List<IncomingEvent> Incoming, EventResult?[] Results, bool NeedsShape) Read(JsonElement events, EventReader reader)
    {
        var incoming = new List<IncomingEvent>(events.GetArrayLength());
        var results = new EventResult?[events.GetArrayLength()];
        var index = 0;
        foreach (var element in events.EnumerateArray())
        {
            var (read, invalid) = reader.Read(element, $"/events/{index}");
            if (read is not null) incoming.Add(read);
            else results[index] = invalid;
            index++;
        }
        return (incoming, results, reader.NeedsShape);
    }

    /// <summary>What the request log tells of the request: the order where there is one, how many events, and what came of them.</summary>
    private static void NoteFor(Activity? request, List<IncomingEvent> incoming, EventResult[] results)
    {
        if (request is null) return;
        if (incoming.Count > 0 && incoming.TrueForAll(x => x.OrderNo == incoming[0].OrderNo)) request.Note(RequestNotes.Order, incoming[0].OrderNo);
        request.Note(RequestNotes.Operation, results.Length == 1 ? "1 event" : string.Create(CultureInfo.InvariantCulture, $"{results.Length} events"));
        request.Note(RequestNotes.Detail, string.Join(", ", results.CountBy(x => x.Outcome).OrderByDescending(x => x.Value)
            .Select(x => string.Create(CultureInfo.InvariantCulture, $"{x.Key.ToString().ToLowerInvariant()} {x.Value}"))));
    }

    private static JsonElement? EventsOf(JsonElement root)
    {
        try
        {
            return root.ValueKind is JsonValueKind.Object && root.TryGetProperty("events", out var events) ? events : null;
        }
        catch (InvalidOperationException)
        {
            return null; // A property's name that is half of a surrogate pair.
        }
    }

    private static async Task<MemoryStream> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var body = new MemoryStream((int)Math.Clamp(request.ContentLength ?? 0, 1_024, MachineLimits.MostBytes));
        var buffer = new byte[16_384];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (body.Length + read > MachineLimits.MostBytes) throw new BadHttpRequestException("Too large.", StatusCodes.Status413PayloadTooLarge);
            body.Write(buffer, 0, read);
        }
        return body;
    }

    private static ProblemHttpResult Unusable(string pointer, string message) =>
        Refusal.Invalid("invalid", "Some fields need mending.", new Problem(pointer, message)).ToProblem();
}
