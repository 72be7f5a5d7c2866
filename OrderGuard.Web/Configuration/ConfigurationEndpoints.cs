using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;
using OrderGuard.Web.Integrations;

namespace OrderGuard.Web.Configuration;

/// <summary>The configuration document over the machine interface.</summary>
internal static class ConfigurationEndpoints
{
    private static readonly JsonSerializerOptions Pretty = new(ConfigurationJson.Options) { WriteIndented = true };

    /// <summary>Names the sources that went live without a fresh certificate of a rehearsal.</summary>
    private const string UnrehearsedHeader = "OrderGuard-Unrehearsed";

    private const string Example = """
        { "categories": [ { "code": "cold-chain", "label": { "en": "Cold chain", "zh-CN": "冷链" } } ],
          "sources": [ { "code": "wms", "role": "contributor", "mayEnter": [40, 50], "timeZone": "Asia/Shanghai", "mapping": { "已出库": 50, "packed": 40 } } ],
          "timeouts": [ { "code": "payment", "from": 10, "until": 20, "within": "PT60M", "byCategory": { "cold-chain": "PT30M" } } ] }
        """;

    public static void MapConfiguration(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/configuration").WithTags("Configuration");
        api.MapGet("", GetAsync).RequireAuthorization(nameof(Permission.ViewConfiguration))
            .WithSummary("The whole configuration document").WithDescription("The ETag is the version's number; send it back in If-Match.").Produces<ConfigurationDocument>();
        api.MapPut("", PutAsync).RequireAuthorization(nameof(Permission.EditConfiguration)).Accepts<ConfigurationDocument>("application/json").Produces<ConfigurationDocument>()
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status428PreconditionRequired)
            .WithSummary("Replaces the configuration document")
            .WithDescription("A section that is left out keeps its published value; one that is given replaces the published one. A source that an import profile names "
                + "without it being listed in `sources` counts as a master without words of its own. If-Match is required: the ETag of the document that was changed, or `*`. "
                + "A source that is new or understood in another way should have a fresh certificate of a rehearsal; those that have none are named in the answer's header "
                + "OrderGuard-Unrehearsed, and `reason` (in the query) is kept in the audit. Where `goLive.reasonFromSystems` is set, one without either is refused with 422.").WithExample(Example);
        api.MapGet("/versions", ListAsync).RequireAuthorization(nameof(Permission.ViewConfiguration))
            .WithSummary("Published versions, newest first").WithDescription("With `against`, each with its differences from that version (0: the preset).");
        api.MapGet("/versions/{number:int}", GetVersionAsync).RequireAuthorization(nameof(Permission.ViewConfiguration))
            .WithSummary("One published version with its document").WithDescription("With `against`, also its differences from that version (0: the preset).");
        api.MapPost("/versions/{number:int}/restore", RestoreAsync).RequireAuthorization(nameof(Permission.EditConfiguration))
            .WithSummary("Publishes what an earlier version said, as a new version");

        routes.MapGet("/configuration/versions/{number:int}/file", DownloadAsync).RequireAuthorization(nameof(Permission.ViewConfiguration)).ExcludeFromDescription();
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> GetAsync(
        HttpContext http, IUseCase<GetConfiguration, PublishedConfiguration> get, CancellationToken ct) => Document(http, await get.RunAsync(new GetConfiguration(), ct));

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> PutAsync(
        string? reason, HttpContext http, IUseCase<PutConfiguration, PublishedConfiguration> put, CancellationToken ct)
    {
        if (http.Request.Headers.IfMatch is not [{ } ifMatch, ..])
            return RefusalExtensions.Problem(StatusCodes.Status428PreconditionRequired, "if-match-required", "Send If-Match with the ETag of the document that you changed.");
        var matching = ReadTags(string.Join(',', http.Request.Headers.IfMatch.ToArray()));
        if (await ReadTextAsync(http.Request, ct) is not { } json)
            return ConfigurationRefusalOf(new ConfigurationProblem("", "not-json", "a text that is not UTF-8"));
        var answer = await put.RunAsync(new PutConfiguration(json, matching, Reason: reason), ct);
        if (answer.Value is { Unrehearsed.Count: > 0 } published) http.Response.Headers[UnrehearsedHeader] = string.Join(", ", published.Unrehearsed);
        return Document(http, answer);
    }

    private static async Task<Results<Ok<VersionListBody>, ProblemHttpResult>> ListAsync(
        string? after, int? limit, int? against, IUseCase<ListVersions, VersionPage> list, CancellationToken ct)
    {
        int? before = null;
        if (after is not null)
        {
            if (!int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor))
                return Refusal.Invalid("invalid", "Some fields need mending.", new Problem("/after", "This is not a cursor of this list.")).ToProblem();
            before = cursor;
        }
        var page = await list.RunAsync(new ListVersions(before, limit ?? 50, against), ct);
        return page.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(VersionListBody.Of(page.Required));
    }

    private static async Task<Results<Ok<VersionBody>, ProblemHttpResult>> GetVersionAsync(
        int number, int? against, IUseCase<GetConfiguration, PublishedConfiguration> get, IUseCase<CompareVersions, VersionComparison> compare, CancellationToken ct)
    {
        var version = await get.RunAsync(new GetConfiguration(number), ct);
        if (version.Refusal is { } refusal) return refusal.ToProblem();
        if (against is not { } other) return TypedResults.Ok(VersionBody.Of(version.Required, null));
        var compared = await compare.RunAsync(new CompareVersions(other, number), ct);
        return compared.Refusal is { } none ? none.ToProblem() : TypedResults.Ok(VersionBody.Of(version.Required, compared.Required.Changes));
    }

    private static async Task<Results<Ok<VersionBody>, ProblemHttpResult>> RestoreAsync(
        int number, HttpContext http, IUseCase<RestoreVersion, PublishedConfiguration> restore, CancellationToken ct)
    {
        var restored = await restore.RunAsync(new RestoreVersion(number), ct);
        if (restored.Refusal is { } refusal) return refusal.ToProblem();
        http.Response.Headers.ETag = TagOf(restored.Required);
        return TypedResults.Ok(VersionBody.Of(restored.Required, null));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> DownloadAsync(
        int number, IUseCase<GetConfiguration, PublishedConfiguration> get, CancellationToken ct)
    {
        var version = await get.RunAsync(new GetConfiguration(number), ct);
        if (version.Refusal is { } refusal) return refusal.ToProblem();
        var pretty = JsonSerializer.Serialize(JsonDocument.Parse(version.Required.Json), Pretty);
        return TypedResults.File(Encoding.UTF8.GetBytes(pretty), "application/json", string.Create(CultureInfo.InvariantCulture, $"configuration-{number}.json"));
    }

    private static Results<ContentHttpResult, ProblemHttpResult> Document(HttpContext http, Result<PublishedConfiguration> answer)
    {
        if (answer.Refusal is { } refusal) return refusal.ToProblem();
        http.Response.Headers.ETag = TagOf(answer.Required);
        return TypedResults.Text(answer.Required.Json, "application/json", Encoding.UTF8);
    }

    private static string TagOf(PublishedConfiguration version) => string.Create(CultureInfo.InvariantCulture, $"\"{version.Number}\"");

    /// <summary>The numbers in If-Match; null: any (<c>*</c>). What is not one of our tags matches nothing.</summary>
    private static IReadOnlyCollection<int>? ReadTags(string header) => header.Trim() == "*" ? null
        : [.. header.Split(',').Select(x => x.Trim()).Where(x => x is ['"', .., '"'])
            .Select(x => int.TryParse(x[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)];

    private static async Task<string?> ReadTextAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            using var reader = new StreamReader(request.Body, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return await reader.ReadToEndAsync(ct);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static ProblemHttpResult ConfigurationRefusalOf(ConfigurationProblem problem) =>
        Refusal.Invalid("configuration-invalid", "The document needs mending; nothing was changed.", problem.ToProblem()).ToProblem();
}
