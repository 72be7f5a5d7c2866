using Microsoft.EntityFrameworkCore;
using OrderGuard.Application.Alerts;
using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;
using OrderGuard.Infrastructure.Tests.Common;
using OrderGuard.Testing;

namespace OrderGuard.Infrastructure.Tests.Alerts;

/// <summary>What a person put off comes back by itself.</summary>
public sealed class AlertClockTests : IAsyncLifetime
{
    private readonly TestClock _clock = new();
    private TestApp _app = null!;
    private TenantId _tenant;
    private AlertId _alert;

    public async Task InitializeAsync()
    {
        _app = await TestApp.StartAsync(_clock);
        _tenant = await _app.FoundTenantAsync("grocer");
        await _app.InAsync(_tenant, async db =>
        {
            var now = _clock.GetUtcNow();
            var alert = Alert.Raise(_tenant, new AlertCause(AlertKind.Timeout, AlertSeverity.Warning, "cause", new LocalizedText("Late", "晚了"), now, now, 1), now);
            db.Alerts.Add(alert);
            await db.SaveChangesAsync();
            _alert = alert.Id;
        });
        _app.Caller = TestApp.Person(_tenant, Role.Operator);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task What_was_acknowledged_and_forgotten_rises_again()
    {
        await AcknowledgeAsync(_clock.GetUtcNow().AddMinutes(10));

        await PassAsync(TimeSpan.FromMinutes(9));
        (await ReadAsync()).State.ShouldBe(AlertState.Acknowledged);
        await PassAsync(TimeSpan.FromMinutes(2));

        (await ReadAsync()).State.ShouldBe(AlertState.Open);
        (await _app.InAsync(_tenant, db => db.AuditEntries.CountAsync(x => x.Action == "alert.acknowledgement-ended"))).ShouldBe(1);
    }

    [Fact]
    public async Task Acknowledging_again_puts_the_end_off_and_the_earlier_end_passes_unheard()
    {
        await AcknowledgeAsync(_clock.GetUtcNow().AddMinutes(10));
        await AcknowledgeAsync(_clock.GetUtcNow().AddMinutes(30));

        await PassAsync(TimeSpan.FromMinutes(15));
        (await ReadAsync()).State.ShouldBe(AlertState.Acknowledged);
        await PassAsync(TimeSpan.FromMinutes(16));
        (await ReadAsync()).State.ShouldBe(AlertState.Open);
    }

    [Fact]
    public async Task A_snoozed_alert_is_heard_again_at_its_time_and_a_resolved_one_is_not()
    {
        var until = _clock.GetUtcNow().AddMinutes(5);
        (await _app.RunAsync<SnoozeAlerts, HandledAlerts>(new SnoozeAlerts([_alert], until))).Required.Changed.Count.ShouldBe(1);
        (await ReadAsync()).SnoozedUntil.ShouldBe(until);

        await PassAsync(TimeSpan.FromMinutes(6));
        (await ReadAsync()).SnoozedUntil.ShouldBeNull();

        await AcknowledgeAsync(_clock.GetUtcNow().AddMinutes(5));
        await _app.RunAsync<ResolveAlerts, HandledAlerts>(new ResolveAlerts([_alert]));
        await PassAsync(TimeSpan.FromMinutes(6));
        (await ReadAsync()).State.ShouldBe(AlertState.Resolved);
    }

    private async Task AcknowledgeAsync(DateTimeOffset until) =>
        (await _app.RunAsync<AcknowledgeAlerts, HandledAlerts>(new AcknowledgeAlerts([_alert], until))).Required.Refused.ShouldBeEmpty();

    private async Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        await _app.PumpAsync();
    }

    private Task<Alert> ReadAsync() => _app.InAsync(_tenant, db => db.Alerts.AsNoTracking().SingleAsync());
}
