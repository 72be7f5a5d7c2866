using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Application.StatusSync;

internal static class EachMismatch
{
    /// <summary>Settles each in a transaction of its own: one that refuses leaves the others settled.</summary>
    public static async Task<SettledMismatches> EachAsync(
        this IOrderGuardDb db, IReadOnlyList<MismatchId> ids, Func<MismatchId, CancellationToken, Task<Refusal?>> settle, CancellationToken ct)
    {
        List<MismatchId> settled = [];
        List<RefusedMismatch> refused = [];
        foreach (var id in ids.Distinct())
        {
            db.Forget();
            Refusal? refusal;
            try
            {
                refusal = await db.InTransactionAsync(token => settle(id, token), ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                refusal = Refusal.Changed;
            }
            if (refusal is null) settled.Add(id);
            else refused.Add(new RefusedMismatch(id, refusal));
        }
        return new SettledMismatches(settled, refused);
    }
}
