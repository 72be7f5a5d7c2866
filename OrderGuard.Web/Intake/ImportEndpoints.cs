using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using OrderGuard.Application.Common;
using OrderGuard.Application.Intake;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Intake;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Intake;

/// <summary>Historical import over HTTP: a CSV in, its progress, what was rejected.</summary>
public static class ImportEndpoints
{
    private const int OverheadBytes = 64 * 1024;

    public static void MapImports(this IEndpointRouteBuilder app)
    {
        var imports = app.MapGroup("/api/v1/imports").WithTags("Imports").RequireAuthorization(nameof(Permission.ImportOrders));
        imports.MapPost("/orders", StartAsync).WithSummary("Import past orders from a CSV (multipart: file, profile)")
            .Accepts<IFormFile>("multipart/form-data").DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(app.ServiceProvider.GetRequiredService<IOptions<ImportOptions>>().Value.MaxFileBytes + OverheadBytes));
        imports.MapGet("", ListAsync).WithSummary("The imports, newest first");
        imports.MapGet("/{id:guid}", GetAsync).WithSummary("One import: state, counts, progress");
        imports.MapGet("/{id:guid}/rejected", GetRejectedAsync).WithSummary("The rejected rows as CSV: line, reason, row");
        imports.MapPost("/{id:guid}/cancel", CancelAsync).WithSummary("End an import early; what it has applied stays");
    }

    private static async Task<Results<Accepted<ImportView>, ProblemHttpResult>> StartAsync(
        HttpContext context, IUseCase<ReceiveImportFile, ReceivedFile> receive, IUseCase<StartImport, ImportView> start, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 200 } boundary)
            return RefusalExtensions.Problem(StatusCodes.Status415UnsupportedMediaType, "multipart-needed", "Send multipart/form-data with the parts file and profile.");

        ReceivedFile? file = null;
        string fileName = "orders.csv", profile = "";
        try
        {
            var reader = new MultipartReader(boundary.ToString(), context.Request.Body) { BodyLengthLimit = null };
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) continue;
                var name = HeaderUtilities.RemoveQuotes(disposition.Name);
                if (name == "profile")
                {
                    profile = await ReadShortAsync(section.Body, ct);
                }
                else if (name == "file" && file is null)
                {
                    fileName = NameOf(disposition) ?? fileName;
                    var received = await receive.RunAsync(new ReceiveImportFile(section.Body), ct);
                    if (received.Refusal is { } refusal) return refusal.ToProblem();
                    file = received.Required;
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return RefusalExtensions.Problem(StatusCodes.Status400BadRequest, "multipart-broken", "The multipart body could not be read.");
        }
        if (file is null) return ImportRefusals.FileMissing.ToProblem();

        var started = await start.RunAsync(new StartImport(file.Id, fileName, profile.Trim()), ct);
        return started.Refusal is { } no ? no.ToProblem() : TypedResults.Accepted($"/api/v1/imports/{started.Required.Id}", started.Required);
    }

    private static async Task<Results<Ok<ImportList>, ProblemHttpResult>> ListAsync(IUseCase<ListImports, ImportList> list, CancellationToken ct, int limit = 50, string? after = null)
    {
        Guid? cursor = null;
        if (after is not null)
        {
            if (!Guid.TryParse(after, out var id)) return Refusal.Invalid("bad-cursor", "after is not a cursor that a list gave.", new Problem("/after", "Give the next of a former answer.")).ToProblem();
            cursor = id;
        }
        var page = await list.RunAsync(new ListImports(limit, cursor), ct);
        return page.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(page.Required);
    }

    private static async Task<Results<Ok<ImportView>, ProblemHttpResult>> GetAsync(Guid id, IUseCase<GetImport, ImportView> get, CancellationToken ct)
    {
        var import = await get.RunAsync(new GetImport(new ImportJobId(id)), ct);
        return import.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(import.Required);
    }

    private static async Task<Results<Ok<ImportView>, ProblemHttpResult>> CancelAsync(Guid id, IUseCase<CancelImport, ImportView> cancel, CancellationToken ct)
    {
        var import = await cancel.RunAsync(new CancelImport(new ImportJobId(id)), ct);
        return import.Refusal is { } refusal ? refusal.ToProblem() : TypedResults.Ok(import.Required);
    }

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> GetRejectedAsync(Guid id, HttpContext context, IUseCase<GetRejectedRows, RejectedRows> get, CancellationToken ct)
    {
        var page = await get.RunAsync(new GetRejectedRows(new ImportJobId(id)), ct);
        if (page.Refusal is { } refusal) return refusal.ToProblem();

        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"rejected-{Path.GetFileNameWithoutExtension(page.Required.FileName)}.csv");
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = disposition.ToString();
        // With the mark that spreadsheets need to read it as UTF-8.
        await using var writer = new StreamWriter(context.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), bufferSize: 32 * 1024, leaveOpen: true);
        await writer.WriteAsync("line,reason,row\r\n");
        while (page.Value is { Rows: { Count: > 0 } rows })
        {
            foreach (var row in rows) await writer.WriteAsync($"{row.Line.ToString(CultureInfo.InvariantCulture)},{Quoted(row.Reason)},{Quoted(row.Text)}\r\n");
            page = await get.RunAsync(new GetRejectedRows(new ImportJobId(id), rows[^1].Line), ct);
        }
        return TypedResults.Empty;
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string? NameOf(ContentDispositionHeaderValue disposition)
    {
        var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : HeaderUtilities.RemoveQuotes(disposition.FileName).Value;
        name = name is null ? null : Path.GetFileName(name.Replace('\\', '/')).Trim();
        return string.IsNullOrEmpty(name) ? null : name;
    }

    private static async Task<string> ReadShortAsync(Stream body, CancellationToken ct)
    {
        using var reader = new StreamReader(body, Encoding.UTF8);
        var buffer = new char[256];
        var read = await reader.ReadBlockAsync(buffer, ct);
        return new string(buffer, 0, read);
    }
}
