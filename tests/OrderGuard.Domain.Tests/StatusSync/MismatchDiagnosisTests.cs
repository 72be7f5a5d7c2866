using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Orders;
using OrderGuard.Domain.StatusSync;

namespace OrderGuard.Domain.Tests.StatusSync;

/// <summary>The order book has an order on 50; an observer still says 20.</summary>
public sealed class MismatchDiagnosisTests
{
    private static readonly DateTimeOffset Since = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TenantConfiguration Configuration = TenantConfiguration.Compile(1, new ConfigurationDocument
    {
        Sources = [new SourceDefinition { Code = "erp", Role = SourceRole.Master }, new SourceDefinition { Code = "crm", Role = SourceRole.Observer }],
    });

    [Fact]
    public void A_source_with_a_wrong_clock_that_never_said_it_has_lost_the_event() =>
        Cause(new SourceEvidence(EventOutcome.Applied, Since.AddHours(-1), ClockCondition.Wrong, Since.AddHours(1))).ShouldBe(MismatchCause.LostEvent);

    [Fact]
    public void A_source_with_a_wrong_clock_that_has_spoken_of_the_order_since_has_its_clock_to_look_at() =>
        Cause(new SourceEvidence(EventOutcome.Applied, Since.AddMinutes(1), ClockCondition.WrongZone, Since.AddHours(1))).ShouldBe(MismatchCause.Clock);

    [Fact]
    public void A_report_that_was_older_than_what_the_source_had_said_points_to_its_clock_whatever_the_clock_does_by_now() =>
        Cause(new SourceEvidence(EventOutcome.Stale, Since.AddHours(-1), ClockCondition.Right, Since.AddHours(1))).ShouldBe(MismatchCause.Clock);

    [Fact]
    public void A_source_that_has_said_nothing_at_all_since_is_late() =>
        Cause(new SourceEvidence(EventOutcome.Applied, Since.AddHours(-1), ClockCondition.Wrong, Since.AddMinutes(-1))).ShouldBe(MismatchCause.Late);

    private static MismatchCause Cause(SourceEvidence crm) =>
        MismatchDiagnosis.Judge(new SourceStatus("crm", "paid", 20, Since.AddHours(-1)), 50, crm, Since.AddHours(1), Since, Configuration);
}
