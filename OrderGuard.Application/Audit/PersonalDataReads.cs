using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Audit;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Audit;

/// <summary>Records in the audit who read personal data: an order with its names and phones, or a search by phone.</summary>
/// <remarks>The same reading repeated within ten minutes is recorded once. Readings are gathered and recorded a batch a second, so that a system that reads much takes the tenant's chain once and not for each.</remarks>
public sealed class PersonalDataReads(SystemScopes scopes, TimeProvider clock) : IDisposable
{
    public const string Kind = "personal-data";
    private const int MostRemembered = 100_000;
    private const int MostAtOnce = 1_000;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<(TenantId, string Actor, string? Address, string Action, string Subject), DateTimeOffset> _recent = new();
    private readonly ConcurrentQueue<AuditEntry> _waiting = new();
    private readonly SemaphoreSlim _recording = new(1, 1);

    /// <summary>An order was shown with its personal data.</summary>
    public void OfOrder(Caller by, string orderNo) => Note(by, "personal-data.read", orderNo);

    /// <summary>Orders were searched by a phone number, which is told by its last digits.</summary>
    public void ByPhone(Caller by, string phone) => Note(by, "personal-data.searched-by-phone", "…" + phone[^Math.Min(phone.Length, Domain.Orders.Order.PhoneTailLength)..]);

    /// <summary>Records what has been noted.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        await _recording.WaitAsync(ct);
        try
        {
            var batch = new List<AuditEntry>();
            while (batch.Count < MostAtOnce && _waiting.TryDequeue(out var entry)) batch.Add(entry);
            while (batch.Count > 0)
            {
                var tenant = batch[0].TenantId;
                await using var scope = scopes.Open(tenant);
                var db = scope.ServiceProvider.GetRequiredService<IOrderGuardDb>();
                foreach (var entry in batch.Where(x => x.TenantId == tenant)) db.AuditEntries.Add(entry);
                try
                {
                    await db.SaveChangesAsync(ct);
                }
                catch
                {
                    // Nothing is lost: the next round tries again.
                    foreach (var entry in batch) _waiting.Enqueue(entry);
                    throw;
                }
                batch.RemoveAll(x => x.TenantId == tenant);
            }
        }
        finally
        {
            _recording.Release();
        }
    }

    public void Dispose() => _recording.Dispose();

    private void Note(Caller by, string action, string subject)
    {
        if (by is not { TenantId: { } tenant, IsSystem: false }) return;
        var now = clock.GetUtcNow();
        if (_recent.Count > MostRemembered) _recent.Clear();
        var write = false;
        _recent.AddOrUpdate((tenant, by.Actor.Id, by.Actor.Address, action, subject), _ => { write = true; return now; }, (_, last) => { write = now - last >= Quiet; return write ? now : last; });
        if (write) _waiting.Enqueue(AuditEntry.Of(tenant, by.Actor, action, Kind, subject, null, null, by.TraceId, now));
    }
}
