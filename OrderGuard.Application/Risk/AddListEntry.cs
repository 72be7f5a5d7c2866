using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Risk;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Risk;

/// <summary>Puts something on the allow or block list, for a reason and, where wanted, for a time: a value as typed, or what an order tells.</summary>
[Requires(Permission.EditRisk)]
public sealed record AddListEntry(ListEffect Effect, ListKind Kind, string? Value, string? OrderNo, string? Reason, DateTimeOffset? ExpiresAt);

public sealed class AddListEntryValidator : AbstractValidator<AddListEntry>
{
    public AddListEntryValidator()
    {
        RuleFor(x => x.Effect).IsInEnum();
        RuleFor(x => x.Kind).IsInEnum();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(RiskListEntry.ReasonMaxLength);
        RuleFor(x => x.Value).MaximumLength(600).Must(x => x?.Contains('\0', StringComparison.Ordinal) != true).NotEmpty().When(x => string.IsNullOrEmpty(x.OrderNo));
    }
}

internal sealed class AddListEntryHandler(IOrderGuardDb db, Caller caller, IPersonalDataHasher hasher, AuditTrail audit, TimeProvider clock) : IHandler<AddListEntry, RiskListRow>
{
    public async Task<Result<RiskListRow>> HandleAsync(AddListEntry request, CancellationToken ct)
    {
        var (tenant, now) = (caller.RequiredTenant, clock.GetUtcNow());
        if (request.ExpiresAt <= now) return Refusal.Invalid("until-in-the-past", "Choose a time that is still to come.", new Problem("/expiresAt", "This time has passed."));
        string? value;
        if (string.IsNullOrEmpty(request.OrderNo)) value = AsStored(request.Kind, request.Value!.Trim(), tenant);
        else
        {
            var order = await db.Orders.AsNoTracking().SingleOrDefaultAsync(x => x.OrderNo == request.OrderNo, ct);
            if (order is null) return OrderRefusals.NotFound;
            value = RiskLists.ValueOf(request.Kind, order.Facts);
            if (string.IsNullOrWhiteSpace(value)) return RiskRefusals.NothingToList;
        }
        string key;
        if (request.Kind is not ListKind.IpRange) key = RiskLists.KeyOf(request.Kind, value, (kind, text) => LiveRisk.Short(hasher.Hash(tenant, kind, text)));
        else if (RangeOf(value) is { } range) key = range;
        else return RiskRefusals.NotARange;

        if (await db.RiskListEntries.AnyAsync(x => x.Kind == request.Kind && x.Effect == request.Effect && x.Key == key && x.RemovedAt == null && (x.ExpiresAt == null || x.ExpiresAt > now), ct))
            return RiskRefusals.ListedAlready;
        var entry = RiskListEntry.Add(tenant, request.Kind, request.Effect, key, Shown(request, value), request.Reason!.Trim(), caller.Actor.Name, request.ExpiresAt, now);
        db.RiskListEntries.Add(entry);
        audit.Record("risk-list.added", "risk-list", entry.Id.ToString(), null, new { entry.Effect, entry.Kind, entry.Shown, entry.Reason, entry.ExpiresAt });
        await db.SaveChangesAsync(ct);
        return RiskListRow.Of(entry);
    }

    /// <summary>Identity numbers and payment fingerprints are hashed when an order comes in; what is typed is made like them.</summary>
    private string AsStored(ListKind kind, string value, TenantId tenant) => kind switch
    {
        ListKind.Identity => hasher.Hash(tenant, "id-number", value),
        ListKind.Payment => hasher.Hash(tenant, "payment", value),
        _ => value,
    };

    private static string? RangeOf(string value)
    {
        if (IPNetwork.TryParse(value, out var range)) return range.ToString();
        return IPAddress.TryParse(value, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8).ToString() : null;
    }

    private static string Shown(AddListEntry request, string value) => request.Kind switch
    {
        ListKind.IpRange => value,
        ListKind.Address => value.Length <= 8 ? "…" : $"…{value[^6..]}",
        ListKind.Identity or ListKind.Payment => request.Value is { Length: > 8 } typed ? $"…{typed.Trim()[^4..]}" : $"#{value[..Math.Min(6, value.Length)]}",
        _ => value.Length <= 4 ? "…" : $"…{value[^4..]}",
    };
}
