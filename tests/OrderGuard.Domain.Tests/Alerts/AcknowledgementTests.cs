using OrderGuard.Domain.Alerts;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Tests.Alerts;

public sealed class AcknowledgementTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly UserId Robin = UserId.New(), Kim = UserId.New();

    private readonly Alert _alert = Alert.Raise(TenantId.New(), new AlertCause(AlertKind.Timeout, AlertSeverity.Warning, "k", new LocalizedText("a", "b"), Noon, null, 1), Noon);

    [Fact]
    public void Taking_it_back_takes_back_the_owner_that_it_made()
    {
        _alert.Acknowledge(Noon.AddHours(1), Robin, "Robin", Noon).ShouldBeNull();
        _alert.Assignee.ShouldBe(Robin);

        _alert.Release().ShouldBeNull();

        (_alert.Assignee, _alert.AssigneeName, _alert.State).ShouldBe((null, null, AlertState.Open));
    }

    [Fact]
    public void Whoever_owned_it_before_goes_on_owning_it()
    {
        _alert.Assign(Kim, "Kim");
        _alert.Acknowledge(Noon.AddHours(1), Robin, "Robin", Noon);

        _alert.Release();

        (_alert.Assignee, _alert.AssigneeName).ShouldBe((Kim, "Kim"));
    }

    [Fact]
    public void Whoever_was_given_it_meanwhile_keeps_it()
    {
        _alert.Acknowledge(Noon.AddHours(1), Robin, "Robin", Noon);
        _alert.Assign(Robin, "Robin");

        _alert.Release();

        _alert.Assignee.ShouldBe(Robin);
    }

    [Fact]
    public void The_owner_of_an_acknowledgement_that_ran_out_stays_when_a_later_one_is_taken_back()
    {
        _alert.Acknowledge(Noon.AddHours(1), Robin, "Robin", Noon);
        _alert.AcknowledgementEnded(Noon.AddHours(1)).ShouldBeTrue();
        _alert.Acknowledge(Noon.AddHours(3), Kim, "Kim", Noon.AddHours(2));

        _alert.Release();

        _alert.Assignee.ShouldBe(Robin);
    }

    [Fact]
    public void Prolonging_it_and_taking_it_back_takes_the_owner_back_too()
    {
        _alert.Acknowledge(Noon.AddHours(1), Robin, "Robin", Noon);
        _alert.Acknowledge(Noon.AddHours(2), Robin, "Robin", Noon.AddMinutes(30));

        _alert.Release();

        _alert.Assignee.ShouldBeNull();
    }
}
