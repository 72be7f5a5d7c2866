using OrderGuard.Application.Common;
using OrderGuard.Domain.Common;
using OrderGuard.Domain.Tenancy;

namespace OrderGuard.Application.Intake;

/// <summary>Reports events of the caller's own source system; durable when it answers.</summary>
[Requires(Permission.ReportEvents)]
public sealed record ReportEvents(IReadOnlyList<IncomingEvent> Events)
{
    public const int MostEvents = 1_000;
}

internal sealed class ReportEventsHandler(IIntake intake, Caller caller) : IHandler<ReportEvents, IReadOnlyList<EventResult>>
{
    public static readonly Refusal NoSource = new(RefusalKind.Forbidden, "no-source", "Events are reported by a source system's key.");

    public async Task<Result<IReadOnlyList<EventResult>>> HandleAsync(ReportEvents request, CancellationToken ct)
    {
        if (caller.Source is not { } source) return NoSource;
        var reports = new IncomingReport[request.Events.Count];
        for (var i = 0; i < reports.Length; i++) reports[i] = new IncomingReport(caller, source, request.Events[i], Historical: false, ArmFrom: DateTimeOffset.MinValue);
        return new Result<IReadOnlyList<EventResult>>(await intake.SubmitAsync(reports, ct), null);
    }
}
