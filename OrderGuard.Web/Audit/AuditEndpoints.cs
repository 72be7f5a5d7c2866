using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Web.Common;

namespace OrderGuard.Web.Audit;

/// <summary>The audit for machines, and the same export for the signed-in person.</summary>
public static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder app)
    {
        var audit = app.MapGroup("/api/v1/audit").WithTags("Audit").RequireAuthorization(nameof(Permission.ViewAudit));
        audit.MapGet("/", SearchAsync).WithSummary("Search the audit, newest first");
        audit.MapGet("/export", ExportAsync).WithSummary("Export the audit chain as JSON lines that verify-audit verifies offline").Produces(StatusCodes.Status200OK, contentType: "application/x-ndjson");
        app.MapGet(AuditAddress.Download, ExportAsync).RequireAuthorization(nameof(Permission.ViewAudit)).ExcludeFromDescription();
    }

    private static async Task<Results<Ok<AuditList>, ProblemHttpResult>> SearchAsync(
        IUseCase<SearchAudit, FoundAudit> search, CancellationToken ct, [FromQuery] string? actor = null, [FromQuery] string? action = null,
        [FromQuery] string? subject = null, [FromQuery] string? address = null, [FromQuery] string? from = null, [FromQuery] string? until = null,
        [FromQuery] string? text = null, [FromQuery] string? limit = null, [FromQuery] string? after = null)
    {
        var problems = new List<Problem>();
        var filter = new AuditFilter { Actor = actor, Action = action, Subject = subject, Address = address, Text = text, From = Moment(from, "/from", problems), Until = Moment(until, "/until", problems) };
        var take = Number(limit, "/limit", 50, problems);
        var before = after is null ? null : (long?)Number(after, "/after", 0, problems);
        if (problems.Count > 0) return Refusal.Invalid("invalid", "Some fields need mending.", [.. problems]).ToProblem();

        var found = await search.RunAsync(new SearchAudit(filter, before, (int)Math.Min(take, int.MaxValue)), ct);
        if (found.Refusal is { } refusal) return refusal.ToProblem();
        return TypedResults.Ok(new AuditList([.. found.Required.Rows.Select(AuditItem.Of)], found.Required.Next?.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task ExportAsync(
        HttpContext context, IUseCase<ExportAudit, ExportedAudit> export, TimeProvider clock, CancellationToken ct, [FromQuery] string? from = null, [FromQuery] string? until = null)
    {
        var problems = new List<Problem>();
        var (since, before) = (Moment(from, "/from", problems), Moment(until, "/until", problems));
        var refusal = problems.Count > 0 ? Refusal.Invalid("invalid", "Some fields need mending.", [.. problems]) : null;
        if (refusal is null)
        {
            var stamp = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture);
            var output = new StartingStream(context.Response, "application/x-ndjson", $"audit-{stamp}.jsonl");
            refusal = (await export.RunAsync(new ExportAudit(output, since, before), ct)).Refusal;
        }
        if (refusal is not null) await refusal.ToProblem().ExecuteAsync(context);
    }

    private static DateTimeOffset? Moment(string? text, string pointer, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)) return moment;
        problems.Add(new Problem(pointer, "A time is written as in RFC 3339, e.g. 2026-11-22T10:00:00+08:00."));
        return null;
    }

    private static long Number(string? text, string pointer, long otherwise, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(text)) return otherwise;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        problems.Add(new Problem(pointer, "A whole number is needed."));
        return otherwise;
    }
}

/// <summary>A page of audit entries; <paramref name="Next"/> is the cursor for the next, if there is one.</summary>
public sealed record AuditList(IReadOnlyList<AuditItem> Items, string? Next);

/// <summary>One audit entry as the machine interface tells it.</summary>
public sealed record AuditItem(
    long Sequence, DateTimeOffset At, AuditActor Actor, string Action, string SubjectKind, string Subject, string? Before, string? After, string? TraceId, string Hash)
{
    public static AuditItem Of(AuditRow x) => new(
        x.Sequence, x.At, new AuditActor(x.ActorKind, x.ActorId, x.ActorName, x.Address), x.Action, x.SubjectKind, x.Subject, x.Before, x.After, x.TraceId, x.Hash);
}

/// <summary>Who did it.</summary>
public sealed record AuditActor(ActorKind Kind, string Id, string Name, string? Address);
