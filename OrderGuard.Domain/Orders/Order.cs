using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.StatusSync;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Domain.Timeouts;

namespace OrderGuard.Domain.Orders;

public readonly record struct OrderId(Guid Value) : IIdentifier<OrderId>
{
    public static OrderId New() => new(Guid.CreateVersion7());

    public static OrderId From(Guid value) => new(value);
}

/// <summary>One order of a tenant: the only place where its status changes.</summary>
public sealed class Order : ITenantOwned
{
    public const int OrderNoMaxLength = 100;
    public const int WordMaxLength = 100;
    public const int ShortTextMaxLength = 100;
    public const int ReasonMaxLength = 500;
    public const int PhoneTailLength = 4;

    private Order() { } // EF Core

    public OrderId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public string OrderNo { get; private set; } = "";

    /// <summary>The source that reported the order first.</summary>
    public string Source { get; private set; } = "";

    /// <summary>The standard status, by code.</summary>
    public int Status { get; private set; }

    /// <summary>When the order entered its status, by the reporting source's account.</summary>
    public DateTimeOffset StatusSince { get; private set; }

    /// <summary>Whether the status is one that an order rests in for good.</summary>
    public bool Finished { get; private set; }
    /// <summary>How often it has entered a status: what follows from its moves is told in this order.</summary>
    public int Moves { get; private set; }
    public DateTimeOffset PlacedAt { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public string? Category { get; private set; }
    public decimal? Amount { get; private set; }
    public string? Currency { get; private set; }
    public string? Channel { get; private set; }
    public string? Warehouse { get; private set; }
    public string? Carrier { get; private set; }

    /// <summary>The province that it goes to.</summary>
    public string? Province { get; private set; }
    public string? PaymentMethod { get; private set; }
    public DateTimeOffset? PromisedAt { get; private set; }

    /// <summary>When it was first past waiting for payment; with the three below, so that durations are counted within the database.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }
    public DateTimeOffset? ShippedAt { get; private set; }
    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>When it was cancelled or refunded.</summary>
    public DateTimeOffset? CancelledAt { get; private set; }
    public string? CustomerId { get; private set; }

    /// <summary>What the shop sorts the customer into.</summary>
    public string? CustomerClass { get; private set; }

    /// <summary>The recipient's phone, digits only with a leading plus where it came with one, to be found by.</summary>
    public string? Phone { get; private set; }

    /// <summary>The phone's last four digits, by which people name it.</summary>
    public string? PhoneTail { get; private set; }
    public OrderFacts Facts { get; private set; } = OrderFacts.None;

    /// <summary>What each source said last, by source.</summary>
    public IReadOnlyList<SourceStatus> SourceStatuses { get; private set; } = [];

    /// <summary>The sources that by their last word are elsewhere than the order.</summary>
    public IReadOnlyList<Difference> Differences { get; private set; } = [];

    /// <summary>When its differences are looked at next; in the past: nothing is planned.</summary>
    public DateTimeOffset? CompareAt { get; private set; }

    /// <summary>The deadlines that the order waits under.</summary>
    public IReadOnlyList<Deadline> Deadlines { get; private set; } = [];
    public IReadOnlyList<Hold> Holds { get; private set; } = [];

    /// <summary>Whether any hold stands.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Changes with every save, so that a lost race is noticed.</summary>
    public Guid Revision { get; private set; }

    /// <summary>An order at its first report that a status could be read from.</summary>
    public static (Order Order, OrderMove Move) Place(TenantId tenant, string orderNo, StatusReport report, TenantConfiguration configuration, DateTimeOffset now)
    {
        var order = new Order
        {
            Id = OrderId.New(), TenantId = tenant, OrderNo = orderNo, Source = report.Source, CreatedAt = now, UpdatedAt = now,
            PlacedAt = report.Facts?.PlacedAt ?? report.OccurredAt,
        };
        order.Learn(report.Facts);
        order.Remember(report);
        var move = order.Enter(report.Status!.Value, null, report.OccurredAt, report.ArmFrom, configuration);
        return (order, move);
    }

    /// <summary>Takes one source's report: moves the order where the source's role and the transitions allow it, and says what came of it.</summary>
    public OrderMove Take(StatusReport report, TenantConfiguration configuration, DateTimeOffset now)
    {
        var older = SourceStatuses.FirstOrDefault(x => x.Source == report.Source) is { } last && report.IsOlderThan(last) ? last : null;
        if (older is not null && report.Status is not null) return Stale(older);

        UpdatedAt = now;
        if (older is not null)
        {
            Recall(report);
        }
        else
        {
            Learn(report.Facts);
            Remember(report);
        }
        return Follow(report, configuration);
    }

    /// <summary>Takes a kept report whose word has come to be understood. It is stale only where the source has since said something later that was understood.</summary>
    public OrderMove TakeKept(StatusReport report, TenantConfiguration configuration, DateTimeOffset now)
    {
        var last = SourceStatuses.FirstOrDefault(x => x.Source == report.Source);
        if (last is { Status: not null } && report.IsOlderThan(last)) return Stale(last);

        UpdatedAt = now;
        if (last is null || last.OccurredAt <= report.OccurredAt) Remember(report);
        return Follow(report, configuration);
    }

    /// <summary>Takes in what a source had said before the order was known: kept beside the standard status, and below the facts told since.</summary>
    public void Recall(StatusReport report)
    {
        if (report.Facts is not null) Know(report.Facts.With(Facts));
        if (SourceStatuses.FirstOrDefault(x => x.Source == report.Source) is not { } last || last.OccurredAt < report.OccurredAt) Remember(report);
    }

    /// <summary>A person or key moves the order by a request of its own: cancel, close, refund or roll back.</summary>
    public (OrderMove Move, Refusal? Refusal) Act(OrderAction action, int? target, TenantConfiguration configuration, DateTimeOffset now)
    {
        var status = action switch
        {
            OrderAction.Cancel => StandardStatuses.Cancelled,
            OrderAction.Close => target ?? (configuration.Allows(Status, StandardStatuses.Completed) && Status >= StandardStatuses.Delivered ? StandardStatuses.Completed : StandardStatuses.Cancelled),
            OrderAction.Refund => StandardStatuses.Refunded,
            OrderAction.Rollback => target,
            _ => null,
        };
        if (status is not { } to || configuration.Status(to) is null) return (default, OrderRefusals.TargetMissing);
        if (to == Status) return (default, OrderRefusals.AlreadyThere);
        if (action is OrderAction.Rollback ? to > Status : !configuration.Allows(Status, to)) return (default, OrderRefusals.NotAllowed(Status, to));

        UpdatedAt = now;
        return (Enter(to, Status, now, DateTimeOffset.MinValue, configuration), null);
    }

    /// <summary>Takes a move back: the order has the status from before again, if it still has the one that it was moved to.</summary>
    public (OrderMove Move, Refusal? Refusal) PutBack(int expected, int to, TenantConfiguration configuration, DateTimeOffset now)
    {
        if (Status != expected) return (default, OrderRefusals.MovedOn);
        if (configuration.Status(to) is null) return (default, OrderRefusals.TargetMissing);
        UpdatedAt = now;
        return (Enter(to, Status, now, DateTimeOffset.MinValue, configuration), null);
    }

    /// <summary>A person takes a source's word as the truth: the order goes where that says, whatever the transitions and the source's role.</summary>
    public (OrderMove Move, Refusal? Refusal) Accept(int status, TenantConfiguration configuration, DateTimeOffset now)
    {
        if (configuration.Status(status) is null) return (default, OrderRefusals.TargetMissing);
        if (status == Status) return (default, OrderRefusals.AlreadyThere);
        UpdatedAt = now;
        return (Enter(status, Status, now, DateTimeOffset.MinValue, configuration), null);
    }

    /// <summary>Compares what each source said last with the order: the differences that ended, with how long they had lasted where that tells the source's delay.</summary>
    /// <param name="heard">The source that has just spoken.</param>
    /// <param name="says">The statuses that a source has words for; null: it is not compared.</param>
    public IReadOnlyList<Difference> Compare(string? heard, Func<string, IReadOnlySet<int>?> says, DateTimeOffset now)
    {
        if (Differences.Count == 0 && SourceStatuses is [{ } only] && only.Status == Status) return [];
        List<Difference>? ended = null, standing = null;
        foreach (var said in SourceStatuses)
        {
            var known = Differences.FirstOrDefault(x => x.Source == said.Source);
            var agree = says(said.Source) is not { } words || Sides.Agree(said, Status, words);
            if (agree && known is not null) (ended ??= []).Add(known);
            if (agree) continue;
            (standing ??= []).Add(known is null ? new Difference(said.Source, now) : heard == said.Source && known.Mismatch is null ? known with { Since = now } : known);
        }
        if (!Differences.SequenceEqual(standing ?? [])) Differences = standing ?? [];
        return ended ?? [];
    }

    /// <summary>A source's standing word that came outside its events: it counts as what the source said last; the order does not move.</summary>
    public void Believe(string source, string word, int? status, DateTimeOffset now)
    {
        var last = SourceStatuses.FirstOrDefault(x => x.Source == source);
        if (last is not null && last.Word == word && last.Status == status) return;
        UpdatedAt = now;
        // Its time stays the last event's: what happened in between and comes late is not stale.
        SourceStatuses = [.. SourceStatuses.Where(x => x.Source != source), last is null ? new SourceStatus(source, word, status, PlacedAt) : last with { Word = word, Status = status }];
    }

    /// <summary>Whether a look at the differences is to be planned at <paramref name="at"/>: none is, or only a later one.</summary>
    public bool PlanComparison(DateTimeOffset at, DateTimeOffset now)
    {
        if (CompareAt is { } planned && planned >= now && planned <= at) return false;
        CompareAt = at;
        return true;
    }

    /// <summary>A difference has lasted: it has become a mismatch.</summary>
    public void Mismatch(string source, MismatchId mismatch) =>
        Differences = [.. Differences.Select(x => x.Source == source ? x with { Mismatch = mismatch.Value } : x)];

    public Refusal? Hold(string kind, string reason, string by, DateTimeOffset now)
    {
        if (Holds.Any(x => x.Kind == kind)) return OrderRefusals.HeldAlready;
        Holds = [.. Holds, new Hold(kind, reason, by, now)];
        IsHeld = true;
        UpdatedAt = now;
        return null;
    }

    public Refusal? Release(string kind, DateTimeOffset now)
    {
        if (Holds.All(x => x.Kind != kind)) return OrderRefusals.NotHeld;
        Holds = [.. Holds.Where(x => x.Kind != kind)];
        IsHeld = Holds.Count > 0;
        UpdatedAt = now;
        return null;
    }

    /// <summary>A deadline has passed unmet: true where it still stood and had not been noted before.</summary>
    public bool Breach(Guid deadline, DateTimeOffset now)
    {
        if (Deadlines.FirstOrDefault(x => x.Id == deadline) is not { BreachedAt: null } due || due.DueAt >= now) return false;
        Deadlines = [.. Deadlines.Select(x => x.Id == deadline ? x with { BreachedAt = now } : x)];
        return true;
    }

    /// <summary>Brings the deadlines in line with changed rules: those the order waits under are counted anew from when they were armed.</summary>
    /// <remarks>
    /// A rule that the order did not wait under before is armed only where its deadline is due at <paramref name="armFrom"/> or later,
    /// so that history does not fire. A rule it did wait under is armed in any case: what is overdue by the new duration fires, and
    /// what was breached and is overdue by the new duration too stays breached.
    /// </remarks>
    public OrderMove Rearm(TenantConfiguration configuration, DateTimeOffset armFrom)
    {
        if (Finished) return OrderMove.Without(EventOutcome.Applied, Status, null);
        var wanted = configuration.RulesFrom(Status).Where(x => Status < x.Until)
            .Select(x => Deadline.Arm(x, configuration.TermsOf(x, RuleSubject.Of(this)), Deadlines.FirstOrDefault(d => d.Rule == x.Code)?.ArmedAt ?? StatusSince))
            .Concat(Deadlines.Where(d => d.From != Status).Select(d => configuration.Rule(d.Rule) is { } rule && rule.From == d.From && Status < rule.Until ? Deadline.Arm(rule, configuration.TermsOf(rule, RuleSubject.Of(this)), d.ArmedAt) : null))
            .OfType<Deadline>();
        List<Deadline> kept = [], changed = [], armed = [];
        foreach (var next in wanted)
        {
            var last = Deadlines.FirstOrDefault(x => x.Rule == next.Rule);
            if (last is null && next.DueAt < armFrom) continue;
            if (last is null) armed.Add(next);
            else if (last.SameAs(next)) kept.Add(last);
            else if (last.BreachedAt is not null && next.DueAt < armFrom) changed.Add(next with { Id = last.Id, BreachedAt = last.BreachedAt });
            else armed.Add(next);
        }
        var dropped = Deadlines.Where(x => !kept.Contains(x) && changed.TrueForAll(c => c.Id != x.Id)).ToList();
        if (armed.Count + changed.Count + dropped.Count == 0) return OrderMove.Without(EventOutcome.Applied, Status, null);
        Deadlines = [.. kept, .. changed, .. armed];
        return new OrderMove(EventOutcome.Applied, Status, null, null) { Armed = armed, Dropped = dropped };
    }

    /// <summary>An event's time was set right: where it brought the order into its status, the status and the deadlines that it armed count from there.</summary>
    public OrderMove? Recalibrate(OrderEvent kept, DateTimeOffset was, TenantConfiguration configuration, DateTimeOffset now)
    {
        SourceStatuses = [.. SourceStatuses.Select(x => x.Source == kept.Source && x.OccurredAt == was && x.Word == kept.Word ? x with { OccurredAt = kept.OccurredAt, StatedAt = kept.StatedAt } : x)];
        if (PlacedAt == was && Facts.PlacedAt is null) PlacedAt = kept.OccurredAt;
        if (kept.Outcome is not EventOutcome.Applied || kept.Status is null) return null;
        if (Status == kept.Status && StatusSince == was) StatusSince = kept.OccurredAt;
        var dropped = Deadlines.Where(x => x.From == kept.Status && x.ArmedAt == was).ToList();
        if (dropped.Count == 0) return null;
        UpdatedAt = now;
        var armed = dropped.Select(x => configuration.Rule(x.Rule)).OfType<TimeoutRule>().Select(x => Deadline.Arm(x, configuration.TermsOf(x, RuleSubject.Of(this)), kept.OccurredAt)).ToList();
        Deadlines = [.. Deadlines.Except(dropped), .. armed];
        return new OrderMove(EventOutcome.Applied, Status, null, null) { Armed = armed, Dropped = dropped };
    }

    private OrderMove Stale(SourceStatus later) =>
        OrderMove.Without(EventOutcome.Stale, Status, $"This source had already reported {later.Word} at a later time.");

    private OrderMove Follow(StatusReport report, TenantConfiguration configuration)
    {
        if (report.Status is not { } status) return OrderMove.Without(EventOutcome.Unmapped, Status, $"No mapping for the word {report.Word} of source {report.Source}.");
        if (!configuration.MayEnter(report.Source, status)) return OrderMove.Without(EventOutcome.Observed, Status, null);
        if (status == Status) return OrderMove.Without(EventOutcome.Applied, Status, null);
        if (!configuration.Allows(Status, status)) return OrderMove.Without(EventOutcome.Illegal, Status, OrderMove.IllegalDetail(Status, status));
        return Enter(status, Status, report.OccurredAt, report.ArmFrom, configuration);
    }

    private OrderMove Enter(int status, int? from, DateTimeOffset at, DateTimeOffset armFrom, TenantConfiguration configuration)
    {
        Status = status;
        Moves++;
        StatusSince = at;
        Finished = configuration.IsTerminal(status);
        Pass(status, at);
        var met = Deadlines.Where(x => status >= x.Until || Finished).ToList();
        var rules = Finished ? [] : configuration.RulesFrom(status).Where(x => status < x.Until).ToList();
        var replaced = Deadlines.Except(met).Where(x => rules.Any(r => r.Code == x.Rule)).ToList();
        var armed = rules.Select(x => Deadline.Arm(x, configuration.TermsOf(x, RuleSubject.Of(this)), at)).Where(x => x.DueAt >= armFrom).ToList();
        if (met.Count + replaced.Count + armed.Count > 0) Deadlines = [.. Deadlines.Except(met).Except(replaced), .. armed];
        return new OrderMove(EventOutcome.Applied, status, from, null) { Moved = true, Armed = armed, Met = met, Dropped = replaced };
    }

    /// <summary>Notes the stages that a status lies at or beyond; an order that was taken back has not passed what lies before it now.</summary>
    private void Pass(int status, DateTimeOffset at)
    {
        if (status is StandardStatuses.Cancelled or StandardStatuses.Refunded)
        {
            CancelledAt ??= at;
            return;
        }
        CancelledAt = null;
        ConfirmedAt = status >= StandardStatuses.Paid ? ConfirmedAt ?? at : null;
        ShippedAt = status >= StandardStatuses.Shipped ? ShippedAt ?? at : null;
        DeliveredAt = status >= StandardStatuses.Delivered ? DeliveredAt ?? at : null;
    }

    private void Learn(OrderFacts? facts)
    {
        if (facts is not null) Know(Facts.With(facts));
    }

    private void Know(OrderFacts facts)
    {
        Facts = facts;
        Category = Facts.Category;
        Amount = Facts.Amount;
        Currency = Facts.Currency;
        Channel = Facts.Channel;
        Warehouse = Facts.Warehouse;
        Carrier = Facts.Carrier;
        Province = Facts.Recipient?.Province;
        PaymentMethod = Facts.Payment?.Method;
        PromisedAt = Facts.PromisedAt;
        PlacedAt = Facts.PlacedAt ?? PlacedAt;
        CustomerId = Facts.Customer?.Id;
        CustomerClass = Facts.Customer?.Class;
        Phone = NormalizePhone(Facts.Recipient?.Phone);
        PhoneTail = Phone?.TrimStart('+') is { Length: >= PhoneTailLength } digits ? digits[^PhoneTailLength..] : null;
    }

    private void Remember(StatusReport report) =>
        SourceStatuses = [.. SourceStatuses.Where(x => x.Source != report.Source), new SourceStatus(report.Source, report.Word, report.Status, report.OccurredAt) { StatedAt = report.StatedAt == report.OccurredAt ? null : report.StatedAt }];

    /// <summary>A phone as it is stored and searched: its digits, and a plus in front where it had one.</summary>
    public static string? NormalizePhone(string? phone)
    {
        if (string.IsNullOrWhiteSpace(phone)) return null;
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        if (digits.Length == 0) return null;
        var plain = phone.TrimStart().StartsWith('+') ? "+" + digits : digits;
        return plain.Cut(ShortTextMaxLength);
    }
}
