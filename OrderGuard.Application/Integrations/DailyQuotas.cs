using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Integrations;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Integrations;

/// <summary>What is left of a key's day, and when the next begins.</summary>
public sealed record DayLeft(int Limit, long Remaining, TimeSpan Reset, bool Taken);

/// <summary>Counts the requests of keys that have a quota for the day (UTC): here at once, for all nodes within seconds.</summary>
public sealed class DailyQuotas(SystemScopes scopes, TimeProvider clock)
{
    private readonly ConcurrentDictionary<ApiKeyId, Day> _days = new();

    public static int DayOf(DateTimeOffset instant) => (int)(instant.UtcTicks / TimeSpan.TicksPerDay);

    /// <summary>Takes one request from the key's day; null where the key has no quota for it.</summary>
    public DayLeft? Take(KnownApiKey key)
    {
        if (key.Guards.RequestsPerDay is not { } limit) return null;
        var now = clock.GetUtcNow();
        var today = DayOf(now);
        var day = _days.GetOrAdd(key.Id, static (_, tenant) => new Day(tenant), key.Tenant);
        lock (day)
        {
            if (day.Number != today) (day.Number, day.Known, day.Pending) = (today, 0, 0);
            if (key.Used.Day == today) day.Known = Math.Max(day.Known, key.Used.Count);
            var taken = day.Known + day.Pending < limit;
            if (taken) day.Pending++;
            return new DayLeft(limit, Math.Max(0, limit - day.Known - day.Pending), TimeSpan.FromTicks(TimeSpan.TicksPerDay - (now.UtcTicks % TimeSpan.TicksPerDay)), taken);
        }
    }

    /// <summary>Adds what was counted here to what all nodes know.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        foreach (var (id, day) in _days)
        {
            int number, pending;
            lock (day) (number, pending) = (day.Number, day.Pending);
            if (pending == 0) continue;
            await using var scope = scopes.Open(day.Tenant);
            await scope.ServiceProvider.GetRequiredService<IOrderGuardDb>().ApiKeys.Where(x => x.Id == id).ExecuteUpdateAsync(x => x
                .SetProperty(k => k.UsedThatDay, k => k.UsedOn == number ? k.UsedThatDay + pending : pending)
                .SetProperty(k => k.UsedOn, number), ct);
            lock (day)
            {
                if (day.Number != number) continue;
                day.Known += pending;
                day.Pending -= pending;
            }
        }
    }

    private sealed class Day(TenantId tenant)
    {
        public TenantId Tenant { get; } = tenant;
        public int Number { get; set; }
        public long Known { get; set; }
        public int Pending { get; set; }
    }
}
