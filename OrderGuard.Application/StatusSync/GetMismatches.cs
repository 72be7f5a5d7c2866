using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>Which mismatches are meant; what is not named is not filtered by.</summary>
public sealed record MismatchFilter
{
    public string? Source { get; init; }
    public MismatchCause? Cause { get; init; }

    /// <summary>A part of the order's number.</summary>
    public string? Text { get; init; }

    /// <summary>Those that are settled, in place of those that stand.</summary>
    public bool Settled { get; init; }
}

/// <summary>The mismatches of a company: how many by cause and by source, and a page of them, the newest first.</summary>
[Requires(Permission.ViewOrders)]
public sealed record GetMismatches(MismatchFilter Filter, int Skip, int Take)
{
    public const int MostAtOnce = 200;
}

/// <summary>The counts are of all that stand (or are settled), whatever else the filter says.</summary>
public sealed record MismatchList(int Total, IReadOnlyList<MismatchCount> Counts, IReadOnlyList<MismatchRow> Rows, IReadOnlyList<SourceStanding> Sources);

public sealed record MismatchCount(string Source, MismatchCause Cause, int Count);

/// <summary>How a source keeps up: its measured delay, what is waited before a difference counts, and whether it can be asked.</summary>
public sealed record SourceStanding(string Source, LocalizedText? Label, TimeSpan? UsualDelay, TimeSpan Patience, bool CanBeAsked);

/// <summary>A mismatch with both sides: as they stood when it was found, and where the order stands now.</summary>
public sealed record MismatchRow(
    Guid Id, string OrderNo, string Source, MismatchCause Cause, MismatchFinder FoundBy, int? SourceStatus, string? SourceWord, DateTimeOffset? SourceAt,
    int? OrderStatus, DateTimeOffset? OrderSince, DateTimeOffset Since, DateTimeOffset FoundAt, DateTimeOffset? ClosedAt, MismatchEnd? End, string? ClosedBy, string? Note);

public sealed class GetMismatchesValidator : AbstractValidator<GetMismatches>
{
    public GetMismatchesValidator()
    {
        RuleFor(x => x.Skip).GreaterThanOrEqualTo(0);
        RuleFor(x => x.Take).InclusiveBetween(1, GetMismatches.MostAtOnce);
    }
}

internal sealed class GetMismatchesHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations) : IHandler<GetMismatches, MismatchList>
{
    public async Task<Result<MismatchList>> HandleAsync(GetMismatches request, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var counts = await db.Mismatches.Standing(request.Filter).GroupBy(x => new { x.Source, x.Cause }).Select(x => new { x.Key.Source, x.Key.Cause, Count = x.Count() }).ToListAsync(ct);
        var chosen = db.Mismatches.AsNoTracking().Of(request.Filter);
        var rows = await chosen.OrderByDescending(x => x.FoundAt).ThenBy(x => x.Id).Skip(request.Skip).Take(request.Take).ToRows().ToListAsync(ct);
        var delays = await db.SourceDelays.AsNoTracking().ToDictionaryAsync(x => x.Source, x => x.Measure, ct);
        var truth = configuration.Document.Truth;
        return new MismatchList(
            await chosen.CountAsync(ct), counts.ConvertAll(x => new MismatchCount(x.Source, x.Cause, x.Count)), rows,
            [.. Domain.Configuration.TenantConfiguration.SourcesOf(configuration.Document).Select(x => new SourceStanding(
                x.Code, x.Label, delays.GetValueOrDefault(x.Code)?.Usual(truth.Quantile), (delays.GetValueOrDefault(x.Code) ?? DelayMeasure.New).Patience(x.Code, truth), x.Query?.Url is not null))]);
    }
}

internal static class MismatchQueries
{
    public static IQueryable<Mismatch> Standing(this IQueryable<Mismatch> mismatches, MismatchFilter filter) =>
        filter.Settled ? mismatches.Where(x => x.ClosedAt != null) : mismatches.Where(x => x.ClosedAt == null);

    public static IQueryable<Mismatch> Of(this IQueryable<Mismatch> mismatches, MismatchFilter filter)
    {
        var chosen = mismatches.Standing(filter);
        if (filter.Source is { } source) chosen = chosen.Where(x => x.Source == source);
        if (filter.Cause is { } cause) chosen = chosen.Where(x => x.Cause == cause);
        if (filter.Text?.Trim() is { Length: > 0 } text) chosen = chosen.Where(x => x.OrderNo.Contains(text));
        return chosen;
    }

    public static IQueryable<MismatchRow> ToRows(this IQueryable<Mismatch> mismatches) => mismatches.Select(x => new MismatchRow(
        x.Id.Value, x.OrderNo, x.Source, x.Cause, x.FoundBy, x.SourceStatus, x.SourceWord, x.SourceAt, x.OrderStatus, x.OrderSince, x.Since, x.FoundAt, x.ClosedAt, x.End, x.ClosedBy, x.Note));
}
