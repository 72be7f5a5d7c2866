using System.Text.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>Who moved an order, or what one key or person moved in a period: newest first, each with its address, its trace and its request.</summary>
[Requires(Permission.ActOnOrders)]
public sealed record GetKeyMoves(string? OrderNo = null, string? ActorId = null, DateTimeOffset? From = null, DateTimeOffset? Until = null, bool OnlyBack = true)
{
    public const int MostShown = 500;

    /// <summary>So many moves of a key are looked through for those that went back.</summary>
    public const int MostRead = 50_000;
}

/// <param name="Back">How many moves went back.</param>
/// <param name="More">There are more than were read.</param>
public sealed record KeyMoves(IReadOnlyList<KeyMove> Moves, int Back, int Orders, bool More, string? MoverName);

/// <summary>One move of an order, by whom and from where.</summary>
/// <param name="Standing">Whether the order still has the status that it was moved to.</param>
public sealed record KeyMove(
    long Sequence, DateTimeOffset At, string OrderNo, string Action, StatusView? From, StatusView? To, bool Back, ActorKind ActorKind, string ActorId, string ActorName,
    string? Address, string? TraceId, string? EventId, string? Reason, string? Request, bool Standing);

public sealed class GetKeyMovesValidator : AbstractValidator<GetKeyMoves>
{
    public GetKeyMovesValidator()
    {
        RuleFor(x => x.OrderNo).MaximumLength(Order.OrderNoMaxLength);
        RuleFor(x => x.ActorId).MaximumLength(AuditEntry.NameMaxLength);
        RuleFor(x => x).Must(x => x.OrderNo is not null || x.ActorId is not null).WithMessage("Name an order, or a key.");
    }
}

internal sealed class GetKeyMovesHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations) : IHandler<GetKeyMoves, KeyMoves>
{
    public async Task<Result<KeyMoves>> HandleAsync(GetKeyMoves request, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var read = await db.AuditEntries.AsNoTracking().MovesOf(request).OrderByDescending(x => x.Sequence).Take(GetKeyMoves.MostRead + 1).ToListAsync(ct);
        var moves = read.Take(GetKeyMoves.MostRead).Select(x => (Entry: x, Told: MoveTold.Of(x))).ToList();
        var chosen = request.OnlyBack && request.ActorId is not null ? moves.FindAll(x => x.Told.IsBack) : moves;
        var shown = chosen.Take(GetKeyMoves.MostShown).ToList();

        var orderNos = shown.Select(x => x.Entry.Subject).Distinct().ToArray();
        var statuses = await db.Orders.Where(x => EF.Parameter(orderNos).Contains(x.OrderNo)).Select(x => new { x.OrderNo, x.Status }).ToDictionaryAsync(x => x.OrderNo, x => x.Status, ct);
        var traces = shown.Select(x => x.Entry.TraceId).OfType<string>().Distinct().ToArray();
        var requests = (await db.ApiRequests.Where(x => EF.Parameter(traces).Contains(x.TraceId)).Select(x => new { x.TraceId, x.Method, x.Route, x.Status }).ToListAsync(ct))
            .GroupBy(x => x.TraceId!).ToDictionary(x => x.Key, x => $"{x.First().Method} {x.First().Route} {x.First().Status}");
        return new KeyMoves(
            [.. shown.Select(x => new KeyMove(
                x.Entry.Sequence, x.Entry.At, x.Entry.Subject, x.Entry.Action, View(x.Told.From), View(x.Told.To), x.Told.IsBack, x.Entry.ActorKind, x.Entry.ActorId, x.Entry.ActorName,
                x.Entry.Address, x.Entry.TraceId, x.Told.EventId, x.Told.Reason, x.Entry.TraceId is { } trace ? requests.GetValueOrDefault(trace) : null,
                statuses.TryGetValue(x.Entry.Subject, out var status) && status == x.Told.To))],
            moves.Count(x => x.Told.IsBack), chosen.Select(x => x.Entry.Subject).Distinct().Count(), read.Count > GetKeyMoves.MostRead || chosen.Count > shown.Count,
            request.ActorId is null ? null : read.FirstOrDefault()?.ActorName);

        StatusView? View(int? status) => status is { } code ? StatusView.Of(code, configuration) : null;
    }
}

/// <summary>What the audit tells of one move.</summary>
internal sealed record MoveTold(int? From, int? To, string? EventId, string? Reason)
{
    /// <summary>The actions by which the audit tells that an order has another status.</summary>
    public static readonly string[] Actions = [AuditEntry.Moved, "order.cancelled", "order.closed", "order.refunded", "order.rolled-back", "order.restored", "order.truth-accepted"];

    public bool IsBack => To is { } to && BulkMoveWatch.IsBack(From, to);

    public static MoveTold Of(AuditEntry entry)
    {
        var (before, after) = (Read(entry.Before), Read(entry.After));
        return new(before.Status, after.Status, after.Event, after.Reason);
    }

    private static Standing Read(string? json)
    {
        try
        {
            return json is null ? new Standing() : JsonSerializer.Deserialize<Standing>(json, JsonSerializerOptions.Web) ?? new Standing();
        }
        catch (JsonException)
        {
            return new Standing();
        }
    }

    private sealed record Standing(int? Status = null, string? Event = null, string? Reason = null);
}

internal static class MoveQueries
{
    /// <summary>The moves of an order, or of a key or person, in a period.</summary>
    public static IQueryable<AuditEntry> MovesOf(this IQueryable<AuditEntry> entries, GetKeyMoves request)
    {
        var actions = MoveTold.Actions;
        entries = entries.Where(x => x.SubjectKind == "order" && actions.Contains(x.Action));
        if (request.OrderNo is { } orderNo) entries = entries.Where(x => x.Subject == orderNo);
        if (request.ActorId is { } actor) entries = entries.Where(x => x.ActorId == actor);
        if (request.From is { } from) entries = entries.Where(x => x.At >= from);
        if (request.Until is { } until) entries = entries.Where(x => x.At < until);
        return entries;
    }
}
