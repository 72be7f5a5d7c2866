using OrderGuard.Application.Audit;
using OrderGuard.Application.Common;
using OrderGuard.Application.Configuration;
using OrderGuard.Application.Integrations;
using OrderGuard.Application.Tenancy;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Notifications;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Notifications;

/// <summary>Sends a message through a channel as it stands in the draft, and tells what the provider said.</summary>
[Requires(Permission.EditConfiguration)]
public sealed record TestChannel(string Code);

public sealed record TestedChannel(SendVerdict Verdict, int? Status, string Answer);

internal sealed class TestChannelHandler(
    IOrderGuardDb db, Caller caller, NoticeStyles styles, SecretVault vault, IPeople people, ChannelDesk desk, ChannelWorker worker, AuditTrail audit, TimeProvider clock)
    : IHandler<TestChannel, TestedChannel>
{
    private static readonly LocalizedText Title = new("OrderGuard reaches you here", "OrderGuard 测试消息");
    private static readonly LocalizedText Body = new("{0} has tried out the channel {1}. Nothing needs to be done.", "{0} 测试了渠道“{1}”，无需处理。");

    public async Task<Result<TestedChannel>> HandleAsync(TestChannel request, CancellationToken ct)
    {
        var draft = await DraftState.ReadAsync(db, ct);
        var index = draft.Document.Channels.ToList().FindIndex(x => x.Code == request.Code);
        if (index < 0) return Refusal.NotFound("channel");
        if (draft.Problems.Any(x => x.Pointer.StartsWith(ConfigurationProblem.At("/channels", index) + "/", StringComparison.Ordinal))) return NotificationRefusals.Unfinished;

        var channel = draft.Document.Channels[index];
        var now = clock.GetUtcNow();
        var gate = await desk.GateAsync(channel.Code, ct);
        if (channel.IsRobot && gate.NextAt(now, urgent: true) > now) return NotificationRefusals.NoRoom;
        if (channel.IsRobot) gate.Use(now);

        var (message, delivery) = await MessageAsync(channel, now, ct);
        if (channel.Kind is ChannelKind.Sms)
            (await desk.GateAsync(ChannelGate.SmsBudget, ct)).Spend(message.People.Count(x => x.Mobile is not null) + channel.To.Count, int.MaxValue, now);
        delivery.Take(message.Id, now.AddMinutes(1));
        audit.Record("channel.tested", "channel", channel.Code);
        await db.SaveChangesAsync(ct);

        var outcome = await worker.SendAsync(caller.RequiredTenant, message, ct);
        if (outcome.Verdict is SendVerdict.Sent) delivery.Succeed(outcome.Status, outcome.Answer, clock.GetUtcNow());
        else delivery.Fail(outcome.Status, outcome.Answer, null, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return new TestedChannel(outcome.Verdict, outcome.Status, outcome.Answer);
    }

    private async Task<(ChannelMessage Message, Delivery Delivery)> MessageAsync(ChannelDefinition channel, DateTimeOffset now, CancellationToken ct)
    {
        var style = await styles.GetAsync(ct);
        IReadOnlyList<UserId> me = caller.UserId is { } id ? [id] : [];
        var notice = new Notice($"test:{DeliveryId.New().Value:N}", NoticeKinds.Test, AlertSeverity.Info, 0, me, [channel.Code], new NoticeValues { Title = Title, Path = "/alerts" });
        var title = Title.For(channel.Language);
        var delivery = Delivery.Of(caller.RequiredTenant, notice.Key, channel.Code, notice.Event, notice.Severity, 0, null, title, Notices.Write(notice), now, false, now);
        db.Deliveries.Add(delivery);
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, Body.For(channel.Language), NoticeWriter.Harmless(caller.Actor.Name), channel.Label?.For(channel.Language) ?? channel.Code);
        var link = NoticeWriter.LinkOf(notice, style);
        return (new ChannelMessage(channel, await vault.ReadAsync(channel.Secrets, ct), delivery.Id.Value, notice.Event, title, text, link,
            await people.ContactsAsync(caller.RequiredTenant, me, ct), NoticePayload.Of(notice, title, text, link, now), now), delivery);
    }
}
