using OrderGuard.Application.Common;
using OrderGuard.Domain.Orders;

namespace OrderGuard.Application.Intake;

/// <summary>One event as a source reports it, read and checked but not yet translated.</summary>
/// <param name="Id">Unique per source, for ever.</param>
/// <param name="Status">The source's own word.</param>
public sealed record IncomingEvent(string Id, string OrderNo, string Status, DateTimeOffset OccurredAt, OrderFacts? Order)
{
    public const int PayloadMaxLength = 64 * 1024;

    /// <summary>The JSON in which the source's settings find the word; null: the word is the status as given.</summary>
    public string? Payload { get; init; }
}

/// <summary>An event with whom it comes from. <paramref name="ArmFrom"/>: deadlines due before it are not armed.</summary>
/// <param name="Historical">Imported as history: raises nothing and sends nothing.</param>
public sealed record IncomingReport(Caller By, string Source, IncomingEvent Event, bool Historical, DateTimeOffset ArmFrom);

/// <summary>What came of one event: durable when the caller reads it.</summary>
public sealed record EventResult(string Id, EventOutcome Outcome, int? Status, string? Detail);

/// <summary>The way in for events: gathers what is waiting into small batches, each one transaction, and answers after the commit.</summary>
public interface IIntake
{
    /// <summary>The results in the order of <paramref name="reports"/>, all of one tenant.</summary>
    Task<IReadOnlyList<EventResult>> SubmitAsync(IReadOnlyList<IncomingReport> reports, CancellationToken ct);
}
