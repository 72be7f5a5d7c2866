using System.Buffers.Text;
using System.Globalization;
using System.Text;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.StatusSync;

/// <summary>The pushes that wait for a person, oldest first, page by page from a cursor; the filter's state does not count.</summary>
[Requires(Permission.ViewOrders)]
public sealed record GetSyncReviews(PushFilter Filter, string? After = null, int Limit = GetSyncReviews.DefaultLimit)
{
    public const int DefaultLimit = 50;
    public const int MostAtOnce = 500;
}

/// <summary>Some pushes, and the cursor for those after them; null: there are no more.</summary>
public sealed record SyncReviews(IReadOnlyList<PushView> Items, string? Next);

public sealed class GetSyncReviewsValidator : AbstractValidator<GetSyncReviews>
{
    public GetSyncReviewsValidator()
    {
        RuleFor(x => x.Limit).InclusiveBetween(1, GetSyncReviews.MostAtOnce);
        RuleFor(x => x.After).Must(x => x is null || PushCursor.Read(x) is not null).WithMessage("Use the cursor of the page before.");
        RuleFor(x => x.Filter).SetValidator(new PushFilterValidator());
    }
}

internal sealed class GetSyncReviewsHandler(IOrderGuardDb db, Caller caller, ConfigurationSnapshots configurations) : IHandler<GetSyncReviews, SyncReviews>
{
    public async Task<Result<SyncReviews>> HandleAsync(GetSyncReviews request, CancellationToken ct)
    {
        var configuration = await configurations.GetAsync(db, caller.RequiredTenant, ct);
        var pushes = db.StatusPushes.AsNoTracking().Matching(request.Filter with { State = PushState.Review });
        if (request.After is not null && PushCursor.Read(request.After) is { } after)
        {
            var (at, orderNo, target, step) = after;
#pragma warning disable CA1309 // The overload that EF Core translates; the store compares by code point.
            pushes = pushes.Where(x => x.CreatedAt > at || (x.CreatedAt == at && (string.Compare(x.OrderNo, orderNo) > 0
                || (x.OrderNo == orderNo && (string.Compare(x.Target, target) > 0 || (x.Target == target && x.Step > step))))));
#pragma warning restore CA1309
        }
        var rows = await pushes.OrderBy(x => x.CreatedAt).ThenBy(x => x.OrderNo).ThenBy(x => x.Target).ThenBy(x => x.Step).Take(request.Limit + 1).ToListAsync(ct);
        var page = rows.Take(request.Limit).ToList();
        return new SyncReviews([.. page.Select(x => PushView.Of(x, configuration))], rows.Count > page.Count ? PushCursor.Write(page[^1]) : null);
    }
}

/// <summary>Where the list goes on: behind this push.</summary>
internal static class PushCursor
{
    public static string Write(StatusPush x) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{x.CreatedAt.UtcTicks}:{x.Step}:{x.Target}:{x.OrderNo}")));

    public static (DateTimeOffset At, string OrderNo, string Target, int Step)? Read(string cursor)
    {
        if (cursor.Length > 1_000 || !Base64Url.IsValid(cursor)) return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(':', 4);
        return parts.Length == 4 && !parts[3].Contains('\0', StringComparison.Ordinal) && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? (new DateTimeOffset(ticks, TimeSpan.Zero), parts[3], parts[2], step) : null;
    }
}
