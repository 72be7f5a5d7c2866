using System.Globalization;
using System.Threading.Channels;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>What happened after a cursor, in order and without holes. <paramref name="After"/>: a number given out as <c>next</c>, <c>now</c> for what is still to come, or nothing for the oldest kept.</summary>
/// <param name="Wait">How long to wait for something to happen where nothing has.</param>
[Requires(Permission.ViewOrders)]
public sealed record GetChanges(string? After, int Limit, TimeSpan Wait)
{
    public const int MostListed = 500;
    public const string FromNow = "now";
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
}

/// <summary>A page of the change feed; <paramref name="Next"/> is the cursor to go on from, also where nothing has happened yet.</summary>
public sealed record ChangeList(IReadOnlyList<CloudEvent> Items, string Next);

public sealed class GetChangesValidator : AbstractValidator<GetChanges>
{
    public GetChangesValidator()
    {
        RuleFor(x => x.Limit).InclusiveBetween(1, GetChanges.MostListed);
        RuleFor(x => x.Wait).InclusiveBetween(TimeSpan.Zero, GetChanges.LongestWait).WithMessage("Between 0 and 30 seconds.");
        RuleFor(x => x.After).Must(x => x is null or GetChanges.FromNow || long.TryParse(x, NumberStyles.None, CultureInfo.InvariantCulture, out _)).WithMessage("This cursor was not given out by this feed.");
    }
}

internal sealed class GetChangesHandler(IOrderGuardDb db, Caller caller, ILiveFeed feed, TimeProvider clock) : IHandler<GetChanges, ChangeList>
{
    /// <summary>How soon it looks without having been woken: another node's commit rings here only where the live feed crosses nodes.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    public static readonly Refusal Gone = new(RefusalKind.Gone, "cursor-too-old",
        "What followed this cursor is no longer kept. Take a new cursor with after=now, read the orders through GET /api/v1/orders, then follow the changes from that cursor.");

    public static readonly Refusal Unknown = Refusal.Invalid("invalid", "Some fields need mending.", new Problem("/after", "This cursor was not given out by this feed: nothing has that number yet."));

    public async Task<Result<ChangeList>> HandleAsync(GetChanges request, CancellationToken ct)
    {
        var bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watch = request.Wait > TimeSpan.Zero ? feed.Subscribe(caller.RequiredTenant, _ => Task.FromResult(bell.Writer.TryWrite(true))) : null;

        var newest = await NewestAsync(ct);
        if (request.After is GetChanges.FromNow && request.Wait == TimeSpan.Zero) return Page([], newest);
        var after = request.After switch
        {
            null => (await OldestAsync(ct) ?? newest + 1) - 1,
            GetChanges.FromNow => newest,
            var number => long.Parse(number, CultureInfo.InvariantCulture),
        };
        if (after > newest) return Unknown;

        var until = clock.GetUtcNow() + request.Wait;
        while (true)
        {
            if (newest > after)
            {
                var rows = await db.OutboxEvents.AsNoTracking().Where(x => x.Sequence > after).OrderBy(x => x.Sequence).Take(request.Limit).ToListAsync(ct);
                return rows.Count == 0 || rows[0].Sequence != after + 1 ? Gone : Page(rows.ConvertAll(CloudEvent.Of), rows[^1].Sequence);
            }
            var left = until - clock.GetUtcNow();
            if (left <= TimeSpan.Zero) return Page([], after);
            await Task.WhenAny(bell.Reader.WaitToReadAsync(ct).AsTask(), Task.Delay(left < Beat ? left : Beat, clock, ct));
            ct.ThrowIfCancellationRequested();
            bell.Reader.TryRead(out _);
            newest = await NewestAsync(ct);
        }
    }

    private Task<long> NewestAsync(CancellationToken ct) => db.Ledgers.AsNoTracking().Select(x => x.OutboxSequence).SingleOrDefaultAsync(ct);

    private Task<long?> OldestAsync(CancellationToken ct) => db.OutboxEvents.MinAsync(x => (long?)x.Sequence, ct);

    private static ChangeList Page(IReadOnlyList<CloudEvent> items, long next) => new(items, next.ToString(CultureInfo.InvariantCulture));
}
