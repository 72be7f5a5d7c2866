using OrderGuard.Domain.Common;
using OrderGuard.Domain.Risk.Learning;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Domain.Tests.Risk.Learning;

public sealed class TrainingRunTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_may_be_begun_again_after_a_death_but_not_for_ever()
    {
        var run = Queued();
        for (var i = 0; i < TrainingRun.MostAttempts; i++) run.Begin(Noon).ShouldBeTrue();

        run.Begin(Noon).ShouldBeFalse();

        (run.State, run.Code, run.Open).ShouldBe((TrainingState.Failed, "training-interrupted", null));
    }

    [Fact]
    public void What_has_ended_is_neither_begun_nor_cancelled()
    {
        var run = Queued();
        run.Begin(Noon);
        run.Complete(3, true, Noon);

        (run.State, run.Version, run.Promoted, run.Open, run.Share).ShouldBe((TrainingState.Done, 3, true, null, 1));
        run.Begin(Noon).ShouldBeFalse();
        run.Cancel(Noon).ShouldBe(TrainingRefusals.Ended);
    }

    [Fact]
    public void One_that_was_skipped_says_why_and_stands_in_nobodys_way()
    {
        var run = TrainingRun.Skip(TenantId.New(), TrainingTrigger.Month, new KnownLabels(3, 70, 5), Refusal.Invalid("too-few", new string('x', 900)), "system", Noon);

        (run.State, run.Frauds, run.Honest, run.Code, run.Open).ShouldBe((TrainingState.Skipped, 3, 70, "too-few", null));
        run.Message!.Length.ShouldBe(TrainingRun.MessageMaxLength);
    }

    private static TrainingRun Queued() => TrainingRun.Queue(TenantId.New(), TrainingTrigger.Person, null, new KnownLabels(60, 60, 0), "Lin", Noon);
}
