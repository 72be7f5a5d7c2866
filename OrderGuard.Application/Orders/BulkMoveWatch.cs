using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Notifications;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Orders;

/// <summary>Notices when one key or person moves many orders back or cancels them in bulk, and raises one alert for it.</summary>
/// <remarks>
/// What is noted after a commit is only counted. The rest happens in <see cref="LookAsync"/>, off everybody's way: it judges the count against
/// what is usual for that key (its hours at work in the last two weeks, as kept in <see cref="KeyTally"/>), and against its other moves while it has no history.
/// </remarks>
public sealed partial class BulkMoveWatch(SystemScopes scopes, ConfigurationSnapshots configurations, TimeProvider clock, ILogger<BulkMoveWatch> logger)
{
    private const int MostMovers = 10_000;
    private const int HoursOfHistory = 3;
    private const double ShareWithoutHistory = 0.2;
    private static readonly TimeSpan UsualOver = TimeSpan.FromDays(14);
    private readonly ConcurrentDictionary<(TenantId Tenant, string ActorId), Mover> _movers = new();

    /// <summary>The cause of the alert on a key's or person's moves.</summary>
    public static string CauseOf(string actorId) => Cause + actorId;

    public const string Cause = "moves:";

    /// <summary>Whether a move is one back: to an earlier status, or into being cancelled or refunded.</summary>
    public static bool IsBack(int? from, int to) => from is { } was && was != to && (to is StandardStatuses.Cancelled or StandardStatuses.Refunded || to < was);

    /// <summary>Counts moves that are committed.</summary>
    public void Note(TenantId tenant, IEnumerable<(Caller By, int? From, int To)> moves)
    {
        foreach (var group in moves.Where(x => x.By.Actor.Kind is ActorKind.ApiKey or ActorKind.Person).GroupBy(x => x.By.Actor.Id))
        {
            if (_movers.Count > MostMovers) _movers.Clear();
            var mover = _movers.GetOrAdd((tenant, group.Key), static (key, actor) => new Mover(key.Tenant, actor), group.First().By.Actor);
            mover.Add(clock.GetUtcNow(), group.Count(), group.Count(x => IsBack(x.From, x.To)));
        }
    }

    /// <summary>Judges what has been counted since the last look.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        foreach (var mover in _movers.Values.Where(x => x.Changed))
        {
            try
            {
                await JudgeAsync(mover, ct);
            }
#pragma warning disable CA1031 // One company's trouble does not blind the watch for the others; the next look tries again.
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(mover.Tenant.Value, e);
            }
#pragma warning restore CA1031
        }
    }

    private async Task JudgeAsync(Mover mover, CancellationToken ct)
    {
        mover.Changed = false;
        await using var scope = scopes.Open(mover.Tenant);
        var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
        var now = clock.GetUtcNow();
        var configuration = await configurations.GetAsync(db, mover.Tenant, ct);
        var settings = configuration.Document.Gateway;
        var window = mover.Within(now - settings.BulkWithin);
        if (settings.BulkAlert && window.Back >= settings.BulkLeast && await UsualAsync(db, mover, window, settings, ct) is { } usual) await RaiseAsync(db, scope.ServiceProvider.GetRequiredService<INotices>(), mover, window, usual, configuration, now, ct);
        await KeepAsync(db, mover, ct);
    }

    /// <summary>How many of its moves an hour are usually back, where now it is far more than that; else null.</summary>
    private static async Task<double?> UsualAsync(IOrderGuardDb db, Mover mover, MoveCount window, GatewaySettings settings, CancellationToken ct)
    {
        var (until, id) = (HourOf(window.Since), mover.Actor.Id);
        var since = until - UsualOver;
        var hours = await db.KeyTallies.Where(x => x.ActorId == id && x.Hour >= since && x.Hour < until).GroupBy(x => 1).Select(x => new { Hours = x.Count(), Back = x.Sum(t => t.Back) }).SingleOrDefaultAsync(ct);
        if (hours is null || hours.Hours < HoursOfHistory) return window.Back >= ShareWithoutHistory * window.Moves ? 0 : null;
        var usual = (double)hours.Back / hours.Hours;
        return window.Back > settings.BulkTimesUsual * usual ? usual : null;
    }

    private static async Task RaiseAsync(IOrderGuardDb db, INotices notices, Mover mover, MoveCount window, double usual, TenantConfiguration configuration, DateTimeOffset now, CancellationToken ct)
    {
        var cause = CauseOf(mover.Actor.Id);
        var title = BulkMoveWords.Title(mover.Actor.Name, window, usual, now);
        var alert = await db.Alerts.SingleOrDefaultAsync(x => x.OpenCause == cause, ct);
        if (alert is null)
        {
            alert = Alert.Raise(mover.Tenant, new AlertCause(AlertKind.Sync, AlertSeverity.Critical, cause, title, window.Since, null, configuration.Version), now);
            db.Alerts.Add(alert);
            notices.Add(new Notice($"bulk-moves:{alert.Id.Value:N}", NoticeEvents.BulkMoves, alert.Severity, 1, [], configuration.Document.Gateway.BulkChannels,
                new NoticeValues { AlertId = alert.Id.Value, Title = alert.Title, Since = alert.Since, Path = $"/moves?actor={Uri.EscapeDataString(mover.Actor.Id)}&from={Uri.EscapeDataString(window.Since.AddSeconds(-1).UtcDateTime.ToString("O", CultureInfo.InvariantCulture))}" }));
        }
        else
        {
            // It grows while it lasts; the first telling stands until it has grown by half.
            if (window.Back < mover.Told * 1.5) return;
            alert.Retell(title, AlertSeverity.Critical);
        }
        mover.Told = window.Back;
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || db.IsUniqueViolation(e))
        {
            // Another node told of the same.
            db.Forget();
        }
    }

    /// <summary>Adds what was counted here to the hours that all nodes know.</summary>
    private static async Task KeepAsync(IOrderGuardDb db, Mover mover, CancellationToken ct)
    {
        foreach (var (hour, (moves, back)) in mover.TakeUnkept())
        {
            var id = mover.Actor.Id;
            if (await AddAsync() > 0) continue;
            db.KeyTallies.Add(KeyTally.Count(mover.Tenant, id, hour, moves, back));
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (db.IsUniqueViolation(e))
            {
                db.Forget();
                await AddAsync();
            }

            Task<int> AddAsync() => db.KeyTallies.Where(x => x.ActorId == id && x.Hour == hour).ExecuteUpdateAsync(x => x.SetProperty(t => t.Moves, t => t.Moves + moves).SetProperty(t => t.Back, t => t.Back + back), ct);
        }
    }

    private static DateTimeOffset HourOf(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What keys of tenant {TenantId} did could not be judged this time")]
    private partial void LogFailed(Guid tenantId, Exception exception);

    /// <summary>What one key or person has moved lately.</summary>
    private sealed class Mover(TenantId tenant, Actor actor)
    {
        private readonly Queue<(DateTimeOffset At, int Moves, int Back)> _batches = new();
        private Dictionary<DateTimeOffset, (long Moves, long Back)> _unkept = [];

        public TenantId Tenant { get; } = tenant;
        public Actor Actor { get; } = actor;
        public bool Changed { get; set; }

        /// <summary>How many the standing alert was last told to be.</summary>
        public int Told { get; set; }

        public void Add(DateTimeOffset at, int moves, int back)
        {
            lock (_batches)
            {
                while (_batches.TryPeek(out var oldest) && at - oldest.At > TimeSpan.FromHours(1)) _batches.Dequeue();
                _batches.Enqueue((at, moves, back));
                var (kept, keptBack) = _unkept.GetValueOrDefault(HourOf(at));
                _unkept[HourOf(at)] = (kept + moves, keptBack + back);
                Changed = true;
            }
        }

        public MoveCount Within(DateTimeOffset since)
        {
            lock (_batches)
            {
                var recent = _batches.Where(x => x.At >= since).ToList();
                return new MoveCount(recent.Sum(x => x.Moves), recent.Sum(x => x.Back), recent.Where(x => x.Back > 0).Select(x => x.At).DefaultIfEmpty(since).Min());
            }
        }

        public Dictionary<DateTimeOffset, (long Moves, long Back)> TakeUnkept()
        {
            lock (_batches)
            {
                var taken = _unkept;
                _unkept = [];
                return taken;
            }
        }
    }
}

/// <summary>How many moves within a window, how many of them back, and when the first of those was.</summary>
internal sealed record MoveCount(int Moves, int Back, DateTimeOffset Since);

/// <summary>The words of the alert.</summary>
internal static class BulkMoveWords
{
    public static LocalizedText Title(string name, MoveCount window, double usual, DateTimeOffset now)
    {
        var seconds = Math.Max(1, (int)(now - window.Since).TotalSeconds);
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        return new LocalizedText(
            string.Create(culture, $"{name} cancelled or moved back {window.Back} orders within {seconds} s (usual: {usual:0.#} an hour)"),
            string.Create(culture, $"{name} 在 {seconds} 秒内取消或回退了 {window.Back} 笔订单（平常每小时 {usual:0.#} 笔）"));
    }
}
