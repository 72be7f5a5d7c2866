using OrderGuard.Domain.Configuration;
using OrderGuard.Domain.Intake;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Domain.StatusSync;

/// <summary>What is known of one source when a difference is judged.</summary>
/// <param name="LastOutcome">What came of its latest report on this order.</param>
/// <param name="LastSaid">When that report came in.</param>
/// <param name="LastHeard">When it last reported anything at all.</param>
public readonly record struct SourceEvidence(EventOutcome? LastOutcome, DateTimeOffset? LastSaid, ClockCondition Clock, DateTimeOffset? LastHeard);

/// <summary>Finds the likeliest reason of a difference.</summary>
public static class MismatchDiagnosis
{
    /// <param name="since">When the sides began to differ.</param>
    /// <param name="master">When the master was last heard; null: the order book itself is the master.</param>
    public static MismatchCause Judge(SourceStatus said, int status, SourceEvidence source, DateTimeOffset? master, DateTimeOffset since, TenantConfiguration configuration)
    {
        if (said.Status is not { } own) return MismatchCause.UnmappedWord;
        if (source.LastOutcome is EventOutcome.Illegal) return MismatchCause.IllegalMove;
        if (source.LastOutcome is EventOutcome.Stale) return MismatchCause.Clock;
        // A clock that is wrong as a whole explains what was said of this order since, not what was never said.
        if (source.Clock is ClockCondition.Wrong or ClockCondition.WrongZone && source.LastSaid > since) return MismatchCause.Clock;
        var ahead = own > status;
        // Who may move orders there, but not from where the order stands, has left something out.
        if (ahead && !configuration.MayEnter(said.Source, own) && !configuration.Allows(status, own) && master is null) return MismatchCause.IllegalMove;
        if (ahead && !configuration.MayEnter(said.Source, own)) return IsSilent(master, since) ? MismatchCause.Late : master is null ? MismatchCause.IllegalMove : MismatchCause.LostEvent;
        return IsSilent(source.LastHeard, since) ? MismatchCause.Late : MismatchCause.LostEvent;
    }

    private static bool IsSilent(DateTimeOffset? heard, DateTimeOffset since) => heard is { } last && last <= since;
}
