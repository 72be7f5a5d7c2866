using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Application.Risk.Samples;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Intake;
using OrderGuard.Web.Common;
using OrderGuard.Web.Integrations;

namespace OrderGuard.Web.Risk.Rules;

/// <summary>Labelled past orders over HTTP, as a CSV or as JSON.</summary>
public static class RiskSampleEndpoints
{
    private const int OverheadBytes = 64 * 1024;

    public static void MapRiskSamples(this IEndpointRouteBuilder app)
    {
        var samples = app.MapGroup("/api/v1/risk/samples").WithTags("Risk").DisableAntiforgery();
        samples.MapGet("", ListAsync).RequireAuthorization(nameof(Permission.ViewRisk)).WithSummary("The versions of all sample sets, newest first, each with its quality");
        samples.MapPost("", UploadAsync).RequireAuthorization(nameof(Permission.EditRisk)).WithSummary("Labelled past orders: a CSV (multipart: file, set, append, mapping as JSON) or JSON")
            .Accepts<JsonElement>("application/json", "multipart/form-data")
            .WithExample("""{ "set": "history", "append": true, "samples": [ { "orderNo": "SO-1001", "placedAt": "2026-11-01T10:00:00Z", "fraud": true, "order": { "amount": 199.9, "device": { "id": "d-1" } } } ] }""")
            .WithMetadata(new RequestSizeLimitAttribute(app.ServiceProvider.GetRequiredService<IOptions<ImportOptions>>().Value.MaxFileBytes + OverheadBytes));
    }

    private static async Task<Results<Ok<SampleSets>, ProblemHttpResult>> ListAsync(IUseCase<ListSampleSets, SampleSets> list, CancellationToken ct)
    {
        var found = await list.RunAsync(new ListSampleSets(), ct);
        return found.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(found.Required);
    }

    private static async Task<Results<Ok<SampleSetView>, ProblemHttpResult>> UploadAsync(
        HttpRequest http, IUseCase<ReceiveSampleFile, ReceivedFile> receive, IUseCase<PreviewSamples, SamplePreview> preview, IUseCase<UploadSamples, SampleSetView> upload, CancellationToken ct)
    {
        var parts = http.HasJsonContentType() ? await OfJsonAsync(http, receive, ct) : await OfFormAsync(http, receive, ct);
        if (parts.Refusal is { } bad) return bad.ToProblem();
        var (file, name, set, append, mapping) = parts.Required;
        if (mapping is null)
        {
            var looked = await preview.RunAsync(new PreviewSamples(file), ct);
            if (looked.Refusal is { } no) return no.ToProblem();
            mapping = looked.Required.Mapping;
        }
        var saved = await upload.RunAsync(new UploadSamples(file, name, set, mapping, append), ct);
        return saved.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(saved.Required);
    }

    private sealed record Parts(Guid File, string Name, string Set, bool Append, SampleMapping? Mapping);

    private static async Task<Result<Parts>> OfJsonAsync(HttpRequest http, IUseCase<ReceiveSampleFile, ReceivedFile> receive, CancellationToken ct)
    {
        var body = await RiskRuleEndpoints.ReadAsync<SampleBody>(http, ct);
        if (body.Refusal is { } bad) return bad;
        if (body.Required.Samples is not { Count: > 0 } samples) return Refusal.Invalid("invalid", "Some fields need mending.", new Problem("/samples", "Name at least one labelled order."));
        var csv = SampleBody.ToCsv(samples);
        var received = await receive.RunAsync(new ReceiveSampleFile(new MemoryStream(csv.Content)), ct);
        return received.Refusal is { } refusal ? refusal : new Parts(received.Required.Id, "samples.json", body.Required.Set ?? "history", body.Required.Append, csv.Mapping);
    }

    private static async Task<Result<Parts>> OfFormAsync(HttpRequest http, IUseCase<ReceiveSampleFile, ReceivedFile> receive, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(http.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 200 } boundary)
            return Refusal.Invalid("multipart-needed", "Send application/json, or multipart/form-data with the part file.", new Problem("/file", "Send a CSV file, or JSON."));
        ReceivedFile? file = null;
        var (name, parts) = ("samples.csv", new Dictionary<string, string>());
        try
        {
            var reader = new MultipartReader(boundary.ToString(), http.Body) { BodyLengthLimit = null };
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) continue;
                var part = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                if (part == "file" && file is null)
                {
                    name = Path.GetFileName(HeaderUtilities.RemoveQuotes(disposition.FileName).ToString()) is { Length: > 0 } given ? given : name;
                    var received = await receive.RunAsync(new ReceiveSampleFile(section.Body), ct);
                    if (received.Refusal is { } refusal) return refusal;
                    file = received.Required;
                }
                else if (part is "set" or "append" or "mapping")
                {
                    parts[part] = await ReadShortAsync(section.Body, ct);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return Refusal.Invalid("multipart-broken", "The multipart body could not be read.", new Problem("/file", "Send the file again."));
        }
        if (file is null) return ImportRefusals.FileMissing;
        SampleMapping? mapping = null;
        if (parts.TryGetValue("mapping", out var json))
        {
            try
            {
                mapping = JsonSerializer.Deserialize<SampleMapping>(json, JsonSerializerOptions.Web);
            }
            catch (JsonException)
            {
                return Refusal.Invalid("json-broken", "The mapping is not well-formed JSON.", new Problem("/mapping", "Send it as JSON."));
            }
        }
        return new Parts(file.Id, name, parts.GetValueOrDefault("set", "history").Trim(), parts.GetValueOrDefault("append", "").Trim() == "true", mapping);
    }

    private static async Task<string> ReadShortAsync(Stream body, CancellationToken ct)
    {
        using var reader = new StreamReader(body, Encoding.UTF8);
        var buffer = new char[64 * 1024];
        var read = await reader.ReadBlockAsync(buffer, ct);
        return new string(buffer, 0, read);
    }
}
