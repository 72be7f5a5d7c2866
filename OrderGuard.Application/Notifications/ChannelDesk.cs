using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Common;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Notifications;

/// <summary>Decides what a channel sends next, and what an answer means for what was sent. Works in one scope.</summary>
internal sealed class ChannelDesk(
    IOrderGuardDb db, Caller caller, NoticeStyles styles, SecretVault vault, IPeople people, ChannelTrouble trouble, TimeProvider clock)
{
    private const int Most = 300;
    private const int ManyLetters = 20;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Takes the next message of the channel, if there is one and there is room for it.</summary>
    public async Task<Taken> TakeAsync(string code, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var style = await styles.GetAsync(ct);
        var channel = style.Document.Channels.FirstOrDefault(x => x.Code == code);
        var due = await Pending(code).Where(x => x.DueAt <= now).OrderByDescending(x => x.Rank).ThenBy(x => x.CreatedAt).Take(Most).ToListAsync(ct);
        if (due.Count == 0) return new Taken(null, await NextAsync(code, ct));

        var gate = await GateAsync(code, ct);
        if (channel is null || gate.DisabledAt is not null)
            return await GiveUpAsync(due, channel, style, channel is null ? "There is no such channel." : "The channel is switched off: its receiver is gone.", ct);
        if (!channel.Enabled) return await GiveUpAsync(due, channel, style, "The channel is switched off.", ct);
        if (gate.BlockedUntil > now && channel.Fallback is not null && due.Where(x => x.IsUrgent).ToList() is { Count: > 0 } urgent)
            return await GiveUpAsync(urgent, channel, style, "The provider lets nothing through for now.", ct);
        if (channel.IsRobot && gate.NextAt(now, due[0].IsUrgent) is var at && at > now || gate.BlockedUntil > now && (at = gate.BlockedUntil.Value) > now) return new Taken(null, at);

        var batch = Batch(due, channel, gate, now);
        var message = await MessageAsync(batch, channel, style, now, ct);
        if (channel.Kind is ChannelKind.Sms && await OverBudgetAsync(message, style, now, ct)) return await GiveUpAsync(batch, channel, style, "The month's text messages are used up.", ct);

        foreach (var delivery in batch) delivery.Take(message.Id, now + Lease);
        if (channel.IsRobot) gate.Use(now);
        await db.SaveChangesAsync(ct);
        return new Taken(message, null);
    }

    /// <summary>Writes down what the provider answered, and what follows from it.</summary>
    public async Task<bool> SettleAsync(string code, ChannelMessage message, SendOutcome outcome, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = message.Id;
        var sent = await db.Deliveries.Where(x => x.Channel == code && x.MessageId == id && x.State == DeliveryState.Sending).ToListAsync(ct);
        if (sent.Count == 0) return false;

        var style = await styles.GetAsync(ct);
        var gate = await GateAsync(code, ct);
        if (outcome.Verdict is SendVerdict.Throttled) gate.Block(now + (outcome.After ?? TimeSpan.FromMinutes(1)));
        if (outcome.Verdict is SendVerdict.Gone) await trouble.DisableAsync(gate, message.Channel, outcome, ct);
        foreach (var delivery in sent)
        {
            switch (outcome.Verdict)
            {
                case SendVerdict.Sent:
                    delivery.Succeed(outcome.Status, outcome.Answer, now);
                    break;
                case SendVerdict.Throttled:
                    delivery.Wait(outcome.Status, outcome.Answer, gate.BlockedUntil ?? now, now, counts: false);
                    break;
                case SendVerdict.Again when RetrySchedule.DelayAfter(message.Channel.Kind, delivery.Attempt, delivery.IsUrgent) is { } delay:
                    delivery.Wait(outcome.Status, outcome.Answer, now + (outcome.After > delay ? outcome.After.Value : delay), now, counts: true);
                    break;
                default:
                    await trouble.FallBackAsync(delivery, message.Channel, style, outcome, ct);
                    break;
            }
        }
        await db.SaveChangesAsync(ct);
        return true;
    }

    public async Task<ChannelGate> GateAsync(string code, CancellationToken ct)
    {
        if (await db.ChannelGates.SingleOrDefaultAsync(x => x.Channel == code, ct) is { } gate) return gate;
        gate = ChannelGate.For(caller.RequiredTenant, code);
        db.ChannelGates.Add(gate);
        return gate;
    }

    private IQueryable<Delivery> Pending(string code) => db.Deliveries.Where(x => x.Channel == code && (x.State == DeliveryState.Waiting || x.State == DeliveryState.Sending));

    private async Task<DateTimeOffset?> NextAsync(string code, CancellationToken ct)
    {
        var next = await Pending(code).OrderBy(x => x.DueAt).Select(x => x.DueAt).Take(1).ToListAsync(ct);
        return next.Count == 0 ? null : next[0];
    }

    private async Task<Taken> GiveUpAsync(IReadOnlyList<Delivery> deliveries, ChannelDefinition? channel, NoticeStyle style, string why, CancellationToken ct)
    {
        foreach (var delivery in deliveries) await trouble.FallBackAsync(delivery, channel, style, new SendOutcome(SendVerdict.Never, null, why), ct);
        await db.SaveChangesAsync(ct);
        return new Taken(null, null, Again: true);
    }

    /// <summary>What goes out as one message: one by one while there is room, merged where there is not, or where it waited for the end of the quiet hours.</summary>
    private static List<Delivery> Batch(List<Delivery> due, ChannelDefinition channel, ChannelGate gate, DateTimeOffset now)
    {
        var first = due[0];
        if (channel.Kind is ChannelKind.Webhook || due.Count == 1) return [first];
        var together = due;
        var merge = channel.IsRobot && gate.IsSparing(now, due.Count);
        if (!channel.IsRobot)
        {
            // Letters and text messages go to people: only what the same people are to read can be one.
            var readers = PeopleOf(first);
            together = [.. due.Where(x => PeopleOf(x).SetEquals(readers))];
            merge = channel.Kind is ChannelKind.Sms || together.Count > ManyLetters;
        }
        if (!merge && first.Deferred) (merge, together) = (true, [.. together.Where(x => x.Deferred)]);
        return merge && together.Count > 1 ? [.. together.Take(DigestWriter.Write(together, channel).Count)] : [first];
    }

    private async Task<ChannelMessage> MessageAsync(List<Delivery> batch, ChannelDefinition channel, NoticeStyle style, DateTimeOffset now, CancellationToken ct)
    {
        var notices = batch.Select(x => Notices.Read(x.Notice)).ToList();
        var meant = await people.ContactsAsync(caller.RequiredTenant, [.. notices.SelectMany(x => x.People).Distinct()], ct);
        var secrets = await vault.ReadAsync(channel.Secrets, ct);
        string title, text;
        if (batch.Count == 1) (title, text) = NoticeWriter.Write(notices[0], channel, style, meant, now);
        else (_, title, text) = DigestWriter.Write(batch, channel);
        var id = batch.Count == 1 ? batch[0].Id.Value : DeliveryId.New().Value;
        var link = batch.Count == 1 ? NoticeWriter.LinkOf(notices[0], style) : style.Portal is { } portal ? portal.TrimEnd('/') + "/alerts" : null;
        return new ChannelMessage(channel, secrets, id, notices[0].Event, title, text, link, meant, NoticePayload.Of(notices[0], title, text, link, batch[0].CreatedAt), now);
    }

    private async Task<bool> OverBudgetAsync(ChannelMessage message, NoticeStyle style, DateTimeOffset now, CancellationToken ct)
    {
        var count = message.People.Count(x => x.Mobile is not null) + message.Channel.To.Count;
        var budget = await GateAsync(ChannelGate.SmsBudget, ct);
        return !budget.Spend(count, style.Document.Notifications.SmsMonthlyBudget, now);
    }

    private static HashSet<UserId> PeopleOf(Delivery delivery) => [.. Notices.Read(delivery.Notice).People];
}
