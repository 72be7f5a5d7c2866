using System.Net;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Risk;

/// <summary>By what an order can be on a list.</summary>
public enum ListKind
{
    Phone,
    Identity,
    Device,
    Address,
    Payment,
    IpRange,
}

/// <summary>What being on a list does to an order.</summary>
public enum ListEffect
{
    /// <summary>Released whatever its score.</summary>
    Allow,

    /// <summary>Held whatever its score.</summary>
    Block,
}

/// <summary>One entry of a company's allow or block list. What could name a person is kept as a keyed hash; people see its end.</summary>
public sealed class RiskListEntry : ITenantOwned
{
    public const int KeyMaxLength = 100;
    public const int ShownMaxLength = 60;
    public const int ReasonMaxLength = 300;

    private RiskListEntry() { } // EF Core

    public Guid Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public ListKind Kind { get; private set; }
    public ListEffect Effect { get; private set; }

    /// <summary>The keyed hash; of an IP range the range.</summary>
    public string Key { get; private set; } = "";

    /// <summary>What people see of it.</summary>
    public string Shown { get; private set; } = "";
    public string Reason { get; private set; } = "";
    public string AddedBy { get; private set; } = "";
    public DateTimeOffset AddedAt { get; private set; }

    /// <summary>When it ends by itself; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }
    public DateTimeOffset? RemovedAt { get; private set; }
    public string? RemovedBy { get; private set; }

    public static RiskListEntry Add(TenantId tenant, ListKind kind, ListEffect effect, string key, string shown, string reason, string by, DateTimeOffset? expiresAt, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(), TenantId = tenant, Kind = kind, Effect = effect, Key = key, Shown = shown.Cut(ShownMaxLength),
        Reason = reason, AddedBy = by, AddedAt = now, ExpiresAt = expiresAt,
    };

    public bool Counts(DateTimeOffset now) => RemovedAt is null && (ExpiresAt is null || ExpiresAt > now);

    public Refusal? Remove(string by, DateTimeOffset now)
    {
        if (RemovedAt is not null) return RiskRefusals.EntryRemoved;
        (RemovedAt, RemovedBy) = (now, by);
        return null;
    }

    /// <summary>How an assessment names it.</summary>
    public LocalizedText Words()
    {
        var (en, zh) = Kind switch
        {
            ListKind.Phone => ("phone", "手机号"),
            ListKind.Identity => ("identity number", "证件号"),
            ListKind.Device => ("device", "设备"),
            ListKind.Address => ("address", "地址"),
            ListKind.Payment => ("payment fingerprint", "支付指纹"),
            _ => ("IP range", "IP 段"),
        };
        return new($"{en} {Shown}. {Reason}", $"{zh} {Shown}。{Reason}");
    }
}

/// <summary>A company's entries that count at one moment, ready to be looked up.</summary>
public sealed class RiskLists
{
    private readonly Dictionary<(ListKind, string), RiskListEntry> _byKey = [];
    private readonly List<(IPNetwork Range, RiskListEntry Entry)> _ranges = [];

    public static readonly RiskLists None = new([]);

    public RiskLists(IEnumerable<RiskListEntry> entries)
    {
        // A block stands over an allowance of the same thing.
        foreach (var entry in entries.OrderBy(x => x.Effect))
        {
            if (entry.Kind is not ListKind.IpRange) _byKey[(entry.Kind, entry.Key)] = entry;
            else if (IPNetwork.TryParse(entry.Key, out var range)) _ranges.Add((range, entry));
        }
    }

    /// <summary>The entry that decides for an order; a block before an allowance.</summary>
    public RiskListEntry? Find(OrderFacts facts, Func<string, string, string> hash)
    {
        if (_byKey.Count == 0 && _ranges.Count == 0) return null;
        RiskListEntry? found = null;
        foreach (var (kind, key) in KeysOf(facts, hash))
            if (_byKey.TryGetValue((kind, key), out var entry) && (found is null || entry.Effect is ListEffect.Block)) found = entry;
        if (_ranges.Count > 0 && IPAddress.TryParse(facts.Device?.Ip, out var address))
            foreach (var (range, entry) in _ranges)
                if (range.Contains(address) && (found is null || entry.Effect is ListEffect.Block)) found = entry;
        return found;
    }

    /// <summary>What an order can be found by on a list.</summary>
    public static IEnumerable<(ListKind Kind, string Key)> KeysOf(OrderFacts facts, Func<string, string, string> hash)
    {
        foreach (var kind in Enum.GetValues<ListKind>())
            if (kind is not ListKind.IpRange && ValueOf(kind, facts) is { } value) yield return (kind, KeyOf(kind, value, hash));
    }

    /// <summary>The value of an order that a kind of list looks at. Identity numbers and payment fingerprints are hashed since the order came in.</summary>
    public static string? ValueOf(ListKind kind, OrderFacts facts) => kind switch
    {
        ListKind.Phone => facts.Recipient?.Phone,
        ListKind.Identity => facts.Customer?.IdNumber,
        ListKind.Device => facts.Device?.Id,
        ListKind.Address => facts.Recipient?.Line is null ? null : string.Concat(facts.Recipient.Province, facts.Recipient.City, facts.Recipient.Line),
        ListKind.Payment => facts.Payment?.Fingerprint,
        _ => facts.Device?.Ip,
    };

    public static string KeyOf(ListKind kind, string value, Func<string, string, string> hash) => hash($"list:{kind}", kind switch
    {
        ListKind.Phone => Order.NormalizePhone(value)?.TrimStart('+') ?? "",
        ListKind.Address => string.Concat(value.Where(x => !char.IsWhiteSpace(x))).ToUpperInvariant(),
        _ => value.Trim(),
    });
}

public static class RiskRefusals
{
    public static readonly Refusal EntryNotFound = Refusal.NotFound("entry");

    public static readonly Refusal EntryRemoved = new(RefusalKind.Conflict, "list-entry-removed", "The entry is removed already.");

    public static readonly Refusal ListedAlready = new(RefusalKind.Conflict, "listed-already", "This is on that list already.");

    public static readonly Refusal NothingToList = Refusal.Invalid("nothing-to-list", "The order does not tell this.", new Problem("/kind", "The order does not tell this."));

    public static readonly Refusal NotARange = Refusal.Invalid("not-a-range", "An IP address or a range such as 203.0.113.0/24 is needed.", new Problem("/value", "An IP address or a range such as 203.0.113.0/24 is needed."));

    public static readonly Refusal StillReading = new(RefusalKind.Conflict, "risk-still-reading", "The history is still being read after a start. Try again in a moment.");
}
